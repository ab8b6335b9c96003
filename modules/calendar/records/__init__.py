"""Appointments, to-dos and anniversaries as record types."""

from modules.calendar.records.anniversaries import anniversary_record, anniversary_words
from modules.calendar.records.appointments import appointment_record, appointment_words
from modules.calendar.records.todos import todo_record, todo_words

__all__ = [
    "anniversary_record",
    "anniversary_words",
    "appointment_record",
    "appointment_words",
    "todo_record",
    "todo_words",
]
