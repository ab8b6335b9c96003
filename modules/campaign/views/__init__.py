"""What the module's addresses answer."""
