"""`{{ moment|time_of }}`: the time alone when it is of today."""

from __future__ import annotations

from django import template

from messaging.queries.standing import time_of

register = template.Library()
register.filter("time_of", time_of)
