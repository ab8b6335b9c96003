"""Doubles of providers, each with a durable log of its own: the other half of the truth."""
