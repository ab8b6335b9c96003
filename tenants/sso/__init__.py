"""Single sign-on: people log in with the account of their company's identity provider (P6)."""
