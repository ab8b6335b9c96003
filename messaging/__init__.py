"""The message engine: sends, channels, tracking, consent, suppression."""
