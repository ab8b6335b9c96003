"""Triggers (CRM 트리거): when something happens and conditions hold, something is done (A29, A31).

    services/noticing     the audit's entries become occurrences, in the transaction of the change
    services/evaluating   occurrences become firings of the triggers whose conditions hold
    services/timing       what no change sets off: elapsed time, days that come, the clock
    services/acting       a firing is done, once
    actions               what can be done; modules declare more (`dangol.about_triggers`)

Everything stands in rows and goes on where it stood (docs/adr/0003): an occurrence goes in the
transaction that makes its firings, a firing is done in the transaction that marks it.
"""
