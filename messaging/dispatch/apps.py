from django.apps import AppConfig


class DispatchConfig(AppConfig):
    name = "messaging.dispatch"
    label = "dispatch"
