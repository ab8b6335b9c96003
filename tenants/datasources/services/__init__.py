"""Keeping sources of data and fetching from them: each deed one transaction (A20)."""
