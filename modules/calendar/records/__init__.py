"""Appointments and to-dos as record types."""

from modules.calendar.records.appointments import appointment_record, appointment_words
from modules.calendar.records.todos import todo_record, todo_words

__all__ = ["appointment_record", "appointment_words", "todo_record", "todo_words"]
