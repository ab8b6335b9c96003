"""Of arranged pages."""
