"""What the screens of this module read."""
