"""What a browser asks of the portal."""
