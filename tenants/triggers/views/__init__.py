"""Screens of triggers: the list, one with its log, the form (A29)."""
