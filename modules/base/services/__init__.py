"""What changes customers and their history: the only code of this module that writes."""
