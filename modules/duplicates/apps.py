from django.apps import AppConfig


class DuplicatesConfig(AppConfig):
    name = "modules.duplicates"
    label = "duplicates"
