"""Notes that lie with records, and lines pinned to the top of their timelines (U2)."""
