"""Scores of customers by rules: value, loyalty, interest, life cycle, care (B15-B19, B32)."""
