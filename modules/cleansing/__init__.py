"""Clean data: suggestions that put spellings right, one by one or by rule (B22, B24)."""
