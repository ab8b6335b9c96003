"""Screens of a company's senders."""
