"""The form of a report."""
