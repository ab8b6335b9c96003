from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "modules.calendar"
    label = "calendar"
