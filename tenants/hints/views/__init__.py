"""Screens of hints."""
