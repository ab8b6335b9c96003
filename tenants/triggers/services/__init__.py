"""Keeping triggers, and the engine that sets them off."""
