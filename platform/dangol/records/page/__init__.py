"""What stands on the page of a record (U2, A16); what happened is in `dangol.records.timeline`.

contents           the tabs and blocks that every type has
layouts            how a company has arranged them, and the fields of page and form
related            lists of the records that lead here; `lists.related` reads them
files, outlinks    the blocks of files, and of links to other systems
history, trail     the tab of changes, and the line at the foot
"""
