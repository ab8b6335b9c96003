from django.apps import AppConfig


class BoardsConfig(AppConfig):
    name = "modules.boards"
    label = "boards"
