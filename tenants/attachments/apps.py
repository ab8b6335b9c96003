from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    name = "tenants.attachments"
    label = "attachments"
