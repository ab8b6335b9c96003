"""Screens of sends, and the addresses that recipients reach."""
