"""Finding records by an index of our own, on plain PostgreSQL (U8, A6).

    meaning   what a typed text may mean: words, each as keys of the index and as a pattern
    functions the two functions in `public` that tables are indexed by
    indexes   `search_indexes(...)` for a model's Meta: the index of one record type
    lookup    a text as a condition on the records of one type, within what the user may read
    ranking   the best hits of one type and their number, counted to a cap
    views     the page of everything that was found

A record type is found by what it declares (`Record.search`). With `search_indexes` over the same
fields it is found within milliseconds among a million; without, its rows are read one by one.

The index narrows down to candidates, the pattern decides: both are made from one meaning, and only
fields that the user may read are asked by the pattern. A hidden field finds nothing.
"""
