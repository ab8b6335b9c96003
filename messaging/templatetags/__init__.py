"""Template tags of the message engine."""
