"""The screens of a record type: they parse and answer; all work without scripts (U1, U2, U4)."""
