"""Changing a record: in its list, beside somebody else, and back again (U2, U4).

in_place         one field where it stands
merging, past    two people at once, and who did what before
undo, sent       taking back the last save, with values as a browser sends them
"""
