"""Screens that the record kit does not make by itself."""
