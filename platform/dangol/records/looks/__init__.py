"""Ways to look at a list: its rows in groups, on a board, in a calendar (U1).

All of them show the selection of the list, within what the user may see, and say in the address how
they show it: so they are kept in views, sent to colleagues, and gone back to.
"""
