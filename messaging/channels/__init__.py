"""Ways out of the house: what takes a message and says whether it took it (S1)."""
