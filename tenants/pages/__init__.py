"""How a company has arranged the pages of its records: layouts and links (A16, A18)."""
