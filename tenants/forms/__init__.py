"""Shapes of what the screens of this layer take in."""
