"""Addresses of the calendar, below `/calendar/`."""

from django.urls import path

from dangol.records import record_urls
from modules.calendar.records import anniversary_record, appointment_record, todo_record
from modules.calendar.views import anniversaries, feeds, occurrences, schedule, todos

app_name = "calendar"
urlpatterns = [
    path("", schedule.schedule, name="schedule"),
    path("layer", schedule.layer, name="layer"),
    path("quick", schedule.quick_add, name="quick"),
    path("quick/<uuid:pk>/undo", schedule.quick_undo, name="appointment-undo"),
    path("appointments/<uuid:pk>/whereabouts", occurrences.whereabouts, name="whereabouts"),
    path("feed", feeds.feed, name="feed"),
    path("feed/<str:token>.ics", feeds.feed_file, name="feed-file"),
    path("take-in", feeds.take_in, name="take-in"),
    path("anniversaries/coming", anniversaries.coming_list, name="coming"),
    path("settings", anniversaries.settings, name="settings"),
    path("todos/quick", todos.todo_quick, name="todo-quick"),
    path("todos/<uuid:pk>/tick", todos.todo_tick, name="todo-tick"),
    path("appointments/<uuid:pk>/on/<str:day>", occurrences.occurrence, name="occurrence"),
    path(
        "appointments/<uuid:pk>/on/<str:day>/edit",
        occurrences.occurrence_edit,
        name="occurrence-edit",
    ),
    path(
        "appointments/<uuid:pk>/on/<str:day>/delete",
        occurrences.occurrence_delete,
        name="occurrence-delete",
    ),
    path("removed/<str:token>/restore", occurrences.occurrence_restore, name="occurrence-restore"),
    path("appointments/<uuid:pk>/move", occurrences.move, name="move"),
    path("moves/<str:token>/undo", occurrences.move_undo, name="move-undo"),
    *record_urls(appointment_record, "appointments"),
    *record_urls(todo_record, "todos"),
    *record_urls(anniversary_record, "anniversaries"),
]
