"""Showing colleagues the screen one is looking at: a link and a note, never what it holds (A30)."""
