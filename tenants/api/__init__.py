"""Keys of the interface for programs, and the answers that are kept for them (W1)."""
