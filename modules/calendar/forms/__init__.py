"""The forms of the calendar."""
