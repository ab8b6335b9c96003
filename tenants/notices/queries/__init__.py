"""Reading notices for screens and mails."""
