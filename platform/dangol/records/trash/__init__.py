"""The trash: what lies in it, and what goes and comes back together (U4)."""
