"""Fields and codes that a company makes its own (A11, A15, U7)."""
