"""Reading reports: which there are, and what one shows."""
