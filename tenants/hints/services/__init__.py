"""Writing hints: sending, reading, answering, taking back."""
