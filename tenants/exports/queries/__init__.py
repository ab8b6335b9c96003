"""Reading what was taken away."""
