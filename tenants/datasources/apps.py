from django.apps import AppConfig


class DataSourcesConfig(AppConfig):
    name = "tenants.datasources"
    label = "datasources"
