"""What providers report by themselves after a message left: received, kept, applied once (S7)."""
