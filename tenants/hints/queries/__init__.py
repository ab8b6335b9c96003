"""Reading hints for screens, notices, mails and timelines."""
