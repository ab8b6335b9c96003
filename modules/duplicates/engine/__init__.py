"""Finding duplicates in any table of people or companies (B20); without Django, without tables.

In the order of a scan: `heads` says what a column holds, `kinds` what there is to hold; `cleaning`
(with `hangul`, `places`) what of a cell is compared, `cells` does it for a table; `blocks` makes
pairs; `levels` (with `measures`) says how far fields agree; `sampling` counts, `training` learns
`weights`, in which `relations` have their share; `judging` finds, `groups` joins, `scan` is the way
through all of it, `score` the same of two records, `truth` measures.
"""
