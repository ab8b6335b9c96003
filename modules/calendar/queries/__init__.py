"""Reading the calendar for its screens."""
