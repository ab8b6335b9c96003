"""Keeping files, reading them back, forgetting them."""
