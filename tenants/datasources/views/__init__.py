"""Screens of linked data (A20)."""
