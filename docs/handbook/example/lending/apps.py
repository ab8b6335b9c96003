from django.apps import AppConfig


class LendingConfig(AppConfig):
    name = "modules.lending"
    label = "lending"
