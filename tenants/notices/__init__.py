"""Notices: what people are told of, and how it reaches them (U9)."""
