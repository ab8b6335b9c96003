"""Messages between colleagues, and what customers were sent (메시지함, A26)."""
