"""Who a company's messages come from: mail domains, mail addresses, text numbers (S1, T7)."""
