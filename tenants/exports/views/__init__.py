"""The screen of exports and its files."""
