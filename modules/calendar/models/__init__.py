"""The tables of the calendar."""

from modules.calendar.models.anniversary import Anniversary, Setting
from modules.calendar.models.appointment import Appointment, Repeat, Visibility
from modules.calendar.models.feed import Feed
from modules.calendar.models.todo import Todo

__all__ = ["Anniversary", "Appointment", "Feed", "Repeat", "Setting", "Todo", "Visibility"]
