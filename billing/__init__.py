"""What companies owe: price book, seats, usage, ledger, invoices; sign-up and the provider's consoles."""
