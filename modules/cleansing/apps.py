from django.apps import AppConfig


class CleansingConfig(AppConfig):
    name = "modules.cleansing"
    label = "cleansing"
