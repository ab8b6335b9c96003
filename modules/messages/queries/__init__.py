"""Reading messages for screens."""
