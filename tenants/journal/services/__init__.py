"""Beginning, doing and undoing what is done with many records."""
