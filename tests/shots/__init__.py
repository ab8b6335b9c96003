"""Pictures of the named screens, to be looked at by people."""
