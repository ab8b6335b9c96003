from django.apps import AppConfig


class MaterialsConfig(AppConfig):
    name = "modules.materials"
    label = "materials"
