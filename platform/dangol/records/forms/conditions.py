"""A field of a record that holds conditions on records of another type (B26).

The builder that lists have asks for them, inside the form; they are kept as the address of the list
writes them: grade=1&owner=none. Files and programs write that text.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from dangol.records.declaration import Record
from dangol.records.filters.builder import DO, KIND, ROOT, finished, first_group, read_form
from dangol.records.filters.drawing import Box, draw, problems_in
from dangol.records.filters.groups import ALL, WHERE, Group, read_group
from dangol.records.filters.queries import conditions_of, query_of
from dangol.records.lists.narrowing import counted_in
from dangol.records.lists.selection import FIND, read_selection
from dangol.records.types import record_of

REST = "-rest"
"""After the field's name: the part of the address that the builder has no line for."""
COUNT = "count"


def is_redrawn(request: HttpRequest) -> bool:
    """Whether a button of the builder was pressed: the form is drawn anew and nothing is saved."""
    return request.method == "POST" and DO in request.POST


class ConditionsInput(forms.Widget):
    """The builder. `of` is the code of the type whose filters are offered, `user` who chooses.

    posted     what the form sent, while the builder is open in it
    is_closed  nothing is shown but the sentence `problem`
    """

    template_name = "records/widgets/conditions.html"
    use_fieldset = True
    user: Any = None
    posted: dict[str, list[str]] | None = None
    rest_name = ""
    is_closed = False
    problem = ""

    def __init__(self, of: str, attrs: Any = None) -> None:
        super().__init__(attrs)
        self.of = of

    @property
    def record(self) -> Record:
        return record_of(self.of)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The text, where one was sent; else what the builder holds, finished conditions only."""
        if name in data or f"{KIND}:{ROOT}" not in data:
            return data.get(name)
        self.posted, self.rest_name = dict(data.lists()), name + REST
        rest = "".join(self.posted.get(self.rest_name, [])[:1])
        query = query_of_text(finished(self._group()))
        return "&".join(part for part in (query, rest) if part)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{KIND}:{ROOT}" not in data

    def problems(self) -> list[str]:
        """Why conditions that were sent cannot be used."""
        return problems_in(draw(self.record, self.user, self._group())) if self.posted else []

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """By the product's own templates, whose parts the builder of lists is made of."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if self.is_closed:
            return {**context, "problem": self.problem}
        group, rest, problem = self._shown(str(value or ""))
        box = draw(self.record, self.user, group)
        where = finished(group)
        asked = parse_qs(rest) | ({WHERE: [where]} if where else {})
        selection = read_selection(self.record, self.user, asked)
        box, total = self._counted(box, selection if asked else None)
        return {
            **context,
            "record": self.record,
            "box": box,
            "total": total,
            "problem": problem,
            "rest": rest,
            "rest_name": name + REST,
            "rest_words": " · ".join(
                read_selection(self.record, self.user, parse_qs(rest)).sentences
            ),
        }

    def _shown(self, text: str) -> tuple[Group, str, str]:
        """(the groups, the words to find beside them, why they are none)."""
        if self.posted is not None:
            return self._group(), "".join(self.posted.get(self.rest_name, [])[:1]), ""
        try:
            return *self.drawable(text), ""
        except RuleBroken as broken:
            return Group(ALL), "", str(broken)

    def drawable(self, text: str) -> tuple[Group, str]:
        """(the groups that an address says, the rest of it).

        RuleBroken when a filter in it is not open to the user: then it cannot be drawn.
        """
        asked = parse_qs(text)
        read_selection(self.record, self.user, asked, strict=True)
        where = conditions_of(self.record, self.user, text)
        group = first_group(self.record, self.user, where) if where else Group(ALL)
        return group, urlencode({FIND: asked[FIND][0]}) if FIND in asked else ""

    def _group(self) -> Group:
        return read_form(self.record, self.user, self.posted or {})

    def _counted(self, box: Box, selection: Any) -> tuple[Box, str]:
        """With how many each condition selects, but not before one asks: a page need not wait."""
        if "".join((self.posted or {}).get(DO, [])[:1]) != COUNT:
            return box, ""
        rows = self.record.visible_to(self.user)
        return counted_in(self.record, rows, None if problems_in(box) else selection, box)


class ConditionsField(forms.CharField):
    """Conditions on the records of the type `of`, as the address of their list writes them.

    A form has one of them at most: the builder names its lines by their places alone.
    """

    widget: ConditionsInput

    def __init__(self, of: str, **kwargs: Any) -> None:
        super().__init__(widget=ConditionsInput(of), **kwargs)

    def for_user(self, user: Any) -> None:
        """Says whose filters are offered."""
        self.widget.user = user

    def offer(self, current: Any) -> None:
        """Closes the field where the user may not see what a record's conditions ask for."""
        try:
            self.widget.drawable(str(current or ""))
        except RuleBroken as broken:
            self.disabled = self.widget.is_closed = True
            self.widget.problem = str(broken)

    def clean(self, value: Any) -> str:
        if self.widget.problems():
            raise ValidationError(_("One of the conditions cannot be used yet."), code="invalid")
        return str(super().clean(value)).lstrip("?")


def query_of_text(where: str) -> str:
    """Groups of conditions, as they are written, as the address of a list."""
    return query_of(read_group(where)) if where else ""
