"""Telling, reading, mailing."""
