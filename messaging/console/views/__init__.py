"""Screens of the console for sending."""
