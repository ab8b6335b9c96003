"""What computes and writes money: the only code of billing that writes."""
