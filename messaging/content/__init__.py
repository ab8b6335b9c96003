"""What recipients read: merge fields, the law's marks, byte counts, mails as bytes (S6, S8)."""
