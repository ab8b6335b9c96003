from django.apps import AppConfig


class CustomisingConfig(AppConfig):
    name = "tenants.customising"
    label = "customising"
