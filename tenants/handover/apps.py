from django.apps import AppConfig


class HandoverConfig(AppConfig):
    name = "tenants.handover"
    label = "handover"
