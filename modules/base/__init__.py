"""Customers (고객) and their history: the module under every other."""
