"""What one writes to colleagues."""
