"""Korean first, English complete: how words, numbers and days are written, and the catalogue (U10)."""
