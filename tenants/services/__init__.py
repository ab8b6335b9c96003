"""What changes companies and their people: the only code of this layer that writes."""
