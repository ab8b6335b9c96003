"""Values that are worked out from other fields of a record (U7).

    {amount} * 0.1                       IF({grade} = "A", {amount} * 0.05, 0)
    DAYS({renewal}, TODAY())             {area} & "㎡"

    reading   source -> a tree, with a clear sentence for what is wrong
    types     the types of values, and what fields have them
    building  a tree -> SQL, checked for types on the way
    functions what can be called
    names     between the names that are kept and the labels that people write

Worked out by PostgreSQL when it is read, so it is never out of date and lists filter by it. What is
empty makes the result empty; dividing by zero does, too.
"""

from dangol.records.custom.formula.building import Built, build
from dangol.records.custom.formula.names import labelled, named
from dangol.records.custom.formula.reading import references

__all__ = ["Built", "build", "labelled", "named", "references"]
