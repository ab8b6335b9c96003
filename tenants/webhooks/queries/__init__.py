"""Reading webhooks for screens and notices."""
