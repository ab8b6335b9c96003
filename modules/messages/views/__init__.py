"""Screens of the message box."""
