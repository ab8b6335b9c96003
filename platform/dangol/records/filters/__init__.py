"""The language of addresses and kept views: what is selected, and how one looks at it (U1, S2).

base, choices            a filter, its comparisons, and the plain kinds
dates, numbers, links    filters by days, by amounts, by the record that a field leads to
groups, grouping         conditions in groups: how they are written, what they select
builder, drawing         the form in which people put groups together, and what it shows
queries                  the same conditions as an address writes them, and as groups
look                     the parameters that say board, calendar or groups
"""
