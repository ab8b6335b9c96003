"""Fields that a company adds to its record types, and its own words for codes (U7, A15, A11).

    definitions  what the company has defined, asked through a port; remembered for one request
    values       `Customised`: the two columns of a model that hold the values, and reading them
    kinds        what a kind of field is: its column, its SQL, its form field, its filter
    people       the kind whose values are colleagues
    formula      values that are worked out from other fields, in SQL
    conditions   fields that show, or must be filled, depending on others
    asking       own fields in a record's form

A value stands in the row itself, in a JSON object, so a field is added without touching a table. To
the rest of the kit it is a field like any other: `Record.model_field` tells it, a queryset of
`Record.visible_to` filters and sorts by it, and `getattr(instance, name)` reads it.
"""
