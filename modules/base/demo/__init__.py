"""Demo companies: people, addresses and two years of history that hang together (X1).

Everything is drawn from a seed, block by block: the same seed gives the same rows with the same
ids, at any size, in constant memory. Only the dates follow the calendar, so that a demo is never
stale; `--as-of` holds them still too.
"""
