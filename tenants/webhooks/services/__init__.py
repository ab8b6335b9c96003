"""Writing about webhooks: one call, one transaction, one line of the audit."""
