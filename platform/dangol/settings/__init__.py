"""Settings of Dangol: one file each for what is common, development, production and tests.

`DANGOL_ENV` chooses (development when unset); a word it does not know is an error, never a guess.
"""
