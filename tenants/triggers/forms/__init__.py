"""The form of a trigger and of its actions."""
