"""Reading senders: for screens, and before a send leaves."""
