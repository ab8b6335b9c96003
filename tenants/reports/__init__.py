"""List reports that users make of any record type (A17)."""
