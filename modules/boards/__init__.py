"""Boards of a company: notices, knowledge, questions, free talk, information (A24, A28)."""
