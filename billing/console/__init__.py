"""The provider's consoles: companies, their accounts and invoices (T1), at ops.<domain>."""
