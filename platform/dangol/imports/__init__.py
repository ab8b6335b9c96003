"""Reading files that people bring: what every record type's import shares (U5)."""
