"""What companies owe: prices, seats, usage, ledger, invoices; sign-up; the provider's consoles."""
