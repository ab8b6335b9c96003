"""The modules that companies rent, one folder each, one shape."""
