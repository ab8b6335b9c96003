from django.apps import AppConfig


class NotesConfig(AppConfig):
    name = "tenants.notes"
    label = "notes"
