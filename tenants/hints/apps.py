from django.apps import AppConfig


class HintsConfig(AppConfig):
    name = "tenants.hints"
    label = "hints"
