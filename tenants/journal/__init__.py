"""Deeds done with many records, and what they changed in each (U1, U4)."""
