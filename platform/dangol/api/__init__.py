"""The interface for programs (W1): every declared record type below /api/v1/<module>/<noun>.

Values go through the record's own form and services, rows and fields through its rights, so what a
program may do is what a person with the same role may do on screen. Who the program is, is told by
a key (`tenants.api`), which stands in `request.caller`.
"""
