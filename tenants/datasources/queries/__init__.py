"""What screens and notices tell of linked data (A20)."""
