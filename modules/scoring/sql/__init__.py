"""The statements of scoring: facts gathered in one, scores worked out and written in another."""
