"""Writing messages: sending, reserving, reading, taking back, the trash."""
