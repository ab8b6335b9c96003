"""Reading runs and what they changed."""
