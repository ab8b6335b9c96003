"""Writing about keys: one call, one transaction, one line of the audit."""
