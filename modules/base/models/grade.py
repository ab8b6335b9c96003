"""The management grade (관리등급) of customers and accounts (B15)."""

from __future__ import annotations

from django.db import models


class Grade(models.IntegerChoices):
    """Best first."""

    TOP = 1, "A+"
    A = 2, "A"
    B = 3, "B"
    C = 4, "C"
