"""Screens about webhooks."""
