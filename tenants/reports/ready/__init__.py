"""Reports that come ready: what is asked, the table it becomes, its file (R01-R123).

`asked` reads days and people; `grouped` counts the groups of a list, `counted` whole lists; `table`
is what both become; `files` takes it away; `finding` says which a user has.
"""
