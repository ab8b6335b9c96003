"""Korean first, English complete: words, numbers, days, and the catalogue of sentences (U10)."""
