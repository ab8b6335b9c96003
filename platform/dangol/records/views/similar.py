"""Beside a form: records that may be the one that is being entered (B20)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from dangol.ids import read_id
from dangol.records.cells import mark, shown
from dangol.records.declaration import Record
from dangol.records.forms.base import form_for
from dangol.records.similar import Similar, finder_for

OF = "of"
"""The record that is changed; it is like itself."""


def record_similar(request: HttpRequest, *, record: Record) -> HttpResponse:
    """What the form holds so far is looked for; nothing is shown when nothing is like it."""
    finder = finder_for(record.code)
    form = form_for(record, request.user, request.POST)
    form.full_clean()
    values = {name: value for name, value in form.cleaned_data.items() if value}
    but = read_id(request.POST.get(OF, ""))
    found = finder.similar(record, request.user, values, but) if finder and values else ()
    context = {"record": record, "found": [_line(record, request.user, each) for each in found]}
    return render(request, "records/similar.html", context)


def _line(record: Record, user: Any, found: Similar) -> dict[str, Any]:
    title = shown(found.instance, record.title)
    names = record.head_for(user)
    words = [shown(found.instance, name) for name in names]
    return {
        "title": title, "mark": mark(title, 24, person=record.person),
        "sub": " · ".join(word for word in words if word), "reasons": found.reasons,
        "score": found.score, "href": reverse(record.url_name("page"), args=[found.instance.pk]),
    }  # fmt: skip
