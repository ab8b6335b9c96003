from django.apps import AppConfig


class TriggersConfig(AppConfig):
    name = "tenants.triggers"
    label = "triggers"
