"""What screens, documents and commands read of billing."""
