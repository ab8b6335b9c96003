"""Telling other programs what changed (W2): events, deliveries, and who gets them."""
