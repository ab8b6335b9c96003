"""Counting which screens are used."""
