from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """Django has an app of this name itself, so the tables go by another."""

    name = "modules.messages"
    label = "letters"
