"""Doing one thing with many records at once: what can be done, and how a run goes (U1, U4)."""
