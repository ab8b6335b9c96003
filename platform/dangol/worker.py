"""What a dramatiq worker process loads: every actor of every layer."""

from importlib import import_module

import django

from dangol import environment

environment.configure()
django.setup()

from dangol.queue import broker  # noqa: E402  (the broker reads the settings)
from dangol.registry import declarations  # noqa: E402

for declaration in declarations():
    for tasks in declaration.tasks:
        import_module(tasks)

__all__ = ["broker"]
