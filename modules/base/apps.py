from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "modules.base"
    label = "base"
