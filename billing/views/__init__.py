"""Screens of billing at a company's own address."""
