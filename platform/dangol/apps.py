"""Start-up of the shell: every layer registers what it implements."""

from django.apps import AppConfig
from django.conf import settings
from django.utils.module_loading import import_string

from dangol import registry


class DangolConfig(AppConfig):
    name = "dangol"

    def ready(self) -> None:
        for declaration in registry.declarations():
            if declaration.ready:
                import_string(declaration.ready)()
        if settings.SENTRY_DSN:
            import_string("dangol.sentry.start")()
