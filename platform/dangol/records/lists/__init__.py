"""Lists of records: which, in which order, in which columns, and as files (U1, U6).

selection, counting    the records that an address asks for, and how many they are
listing                one page of them; `paging` and `keyset` keep their order
columns, own           what a user has set for a list
chips, rows, totals    what is drawn: the filter bar, the rows, the figures below
export, taken          a list as a file, and the files that were taken away
neighbours, related    lists seen from the page of a record

Groups, boards and calendars are in `dangol.records.looks`, the views above a list in
`dangol.records.saved`.
"""
