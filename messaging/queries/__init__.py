"""Reading sends: for screens, exports and the layers above."""
