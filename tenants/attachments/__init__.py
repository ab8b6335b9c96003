"""Files kept with records of any type (U2)."""
