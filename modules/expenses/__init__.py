"""What people spend for the company: entered, approved, paid, added up by month (A27)."""
