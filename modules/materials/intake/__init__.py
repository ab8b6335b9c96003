"""Reading files of free text: what they say, without ever trusting them (A20)."""
