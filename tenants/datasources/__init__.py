"""Tables of other systems that are brought in from an address, again and again (A20)."""
