"""Which screens people use, and how often (A22): counted in Redis, kept once a few minutes."""
