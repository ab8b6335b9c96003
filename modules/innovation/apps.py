from django.apps import AppConfig


class InnovationConfig(AppConfig):
    name = "modules.innovation"
    label = "innovation"
