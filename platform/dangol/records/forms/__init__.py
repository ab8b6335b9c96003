"""The form of a record, which browsers, files and programs fill in (U2).

base             `RecordForm`, and the form of one record type for one user
whole_numbers    a field for counts and amounts, as people write them
conditions       a field for conditions, asked for by the builder that lists have
prints           the values with which a form was opened, sealed
filling          filling a form from a file or a program
"""
