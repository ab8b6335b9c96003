"""The only code that writes: each call is one deed in one transaction, with its audit line."""
