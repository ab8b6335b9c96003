"""Screens of the provider's staff. Data is read on the platform, pages are drawn back home."""
