"""Linked data: tables of other systems that are brought in from an address (A20)."""
