"""Companies and the people in them; the one wrapper for a company's context."""
