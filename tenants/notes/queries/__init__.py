"""Reading notes for screens."""
