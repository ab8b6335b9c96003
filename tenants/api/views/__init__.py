"""Screens about the interface: its keys, its reference."""
