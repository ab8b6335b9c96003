"""Fields that lead elsewhere: to another record, or to a file (U2, U7).

naming       naming another record in a form
own_links    a company's own field that leads to a record
own_files    a company's own field that holds a file
"""
