"""Screens of runs that belong to no record type."""
