"""Reading files into records of any type: encoding, columns, cells, duplicates, writing (U5).

No table stands here: `tenants.importing` keeps the runs and shows them.
"""
