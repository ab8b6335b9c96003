"""Handing records over when somebody changes job or leaves, and giving them back (B35)."""
