"""The views above a list: offered, kept, arranged, shared (U1)."""
