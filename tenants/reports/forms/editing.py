"""The form of a report: what it shows, how it is grouped, for whom it is (A17).

What can be chosen is what the user may see; what a colleague chose and this user may not see stays
as it was, for those who may.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from dangol.records import Record
from dangol.records.filters.groups import WHERE
from dangol.records.lists.listing import SORT, usual_columns
from dangol.records.lists.totals import SUM, WORDS, is_number
from dangol.records.looks.levels import levels_for
from dangol.records.looks.spans import STEPS
from tenants.people.models import AccessRole, User
from tenants.reports.models import Report
from tenants.reports.queries.reading import MOST_LEVELS

HOW = "how_"
"""Before the name of a number column: how it is added up."""
LEVELS = [f"level_{place}" for place in range(MOST_LEVELS)]
WORDS_OF_LEVELS = (_("Group by"), _("Then by"), _("And then by"))


class ReportForm(forms.Form):
    """Everything but the conditions, which the builder of lists asks for."""

    name = forms.CharField(
        label=_("Name"), max_length=60, error_messages={"required": _("Give the report a name.")}
    )
    note = forms.CharField(label=_("What it is for"), max_length=200, required=False)
    columns = forms.MultipleChoiceField(label=_("Columns shown"), required=False)
    sort = forms.ChoiceField(label=_("In which order"))
    shows_rows = forms.BooleanField(label=_("Show the records below their groups"), required=False)
    chart = forms.ChoiceField(label=_("Chart"), choices=Report.Chart, required=False)
    chart_of = forms.ChoiceField(label=_("What it draws"), required=False)
    share = forms.ChoiceField(label=_("For whom"), choices=Report.Share)
    roles = forms.MultipleChoiceField(label=_("Roles"), required=False)

    def __init__(self, data: Any, *, record: Record, user: User, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.record, self.user = record, user
        columns = record.columns_for(user)
        labels = [(each.name, str(each.label or record.label_of(each.name))) for each in columns]
        named = dict(labels)
        numbers = [each.name for each in columns if is_number(record, each)]
        self._choose("columns", labels)
        self._choose("sort", _orders(columns, named))
        self._choose("chart_of", [("", _("How many")), *((name, named[name]) for name in numbers)])
        self._choose("roles", [(str(e.pk), e.name) for e in AccessRole.objects.order_by("name")])
        for name, label in zip(LEVELS, WORDS_OF_LEVELS, strict=True):
            choices = [("", _("Nothing")), *_levels(record, user)]
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False)
        for name in numbers:
            self.fields[f"{HOW}{name}"] = forms.ChoiceField(
                label=named[name], choices=list(WORDS.items())
            )

    def _choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def choices(self) -> dict[str, Any]:
        """What the two choices of several offer, and what is chosen."""
        found: dict[str, Any] = {}
        for name in ("columns", "roles"):
            options = self.fields[name].choices  # type: ignore[attr-defined]
            chosen = [str(value) for value in self[name].value() or ()]
            found[name] = {"options": options, "values": chosen}
        return found

    @property
    def levels(self) -> list[forms.BoundField]:
        return [self[name] for name in LEVELS]

    @property
    def figures(self) -> list[forms.BoundField]:
        """How each number column is added up."""
        return [self[name] for name in self.fields if name.startswith(HOW)]

    def values(self, conditions: str, kept: Report | None) -> dict[str, Any]:
        """What the service takes; `conditions` as the builder wrote them."""
        said = self.cleaned_data
        query = {WHERE: conditions, SORT: said["sort"]}
        return {
            "name": said["name"], "note": said["note"],
            "query": urlencode({name: value for name, value in query.items() if value}),
            "columns": [*said["columns"], *self._unseen(kept)],
            "levels": list(dict.fromkeys(said[name] for name in LEVELS if said[name])),
            "hows": {
                name.removeprefix(HOW): said[name] for name in self.fields if name.startswith(HOW)
            } | self._unseen_hows(kept),
            "chart": said["chart"], "chart_of": said["chart_of"],
            "shows_rows": said["shows_rows"], "share": said["share"], "roles": said["roles"],
        }  # fmt: skip

    def _unseen(self, kept: Report | None) -> list[str]:
        """Columns that a colleague chose and this user may not see: they stay."""
        seen = {each.name for each in self.record.columns_for(self.user)}
        return [name for name in kept.columns if name not in seen] if kept else []

    def _unseen_hows(self, kept: Report | None) -> dict[str, str]:
        return {
            name: how
            for name, how in (kept.hows if kept else {}).items()
            if f"{HOW}{name}" not in self.fields
        }


def initial(report: Report | None, record: Record, user: User, query: str) -> dict[str, Any]:
    """What the form begins with: the report, or the list from which one comes."""
    if report is None:
        return {
            "columns": [each.name for each in usual_columns(record, user)],
            "sort": _said(query, SORT) or record.sort,
            "level_0": _said(query, "group").split(",")[0],
            "shows_rows": True, "share": Report.Share.MINE,
            **{f"{HOW}{each.name}": SUM if each.total else "none" for each in record.columns},
        }  # fmt: skip
    return {
        **{name: getattr(report, name) for name in
           ("name", "note", "columns", "chart", "chart_of", "shows_rows", "share", "roles")},
        "sort": _said(report.query, SORT) or record.sort,
        **dict(zip(LEVELS, report.levels, strict=False)),
        **{f"{HOW}{name}": how for name, how in report.hows.items()},
    }  # fmt: skip


def _said(query: str, name: str) -> str:
    return "".join(parse_qs(query).get(name, [])[:1])


def _orders(columns: Sequence[Any], named: Mapping[str, str]) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for each in columns:
        if each.sort_field:
            found.append((each.name, f"{named[each.name]} ↑"))
            found.append((f"-{each.name}", f"{named[each.name]} ↓"))
    return found


def _levels(record: Record, user: User) -> list[tuple[str, str]]:
    """What can be grouped by; days once for each step."""
    found: list[tuple[str, str]] = []
    for level in levels_for(record, user):
        if level.kind == "date":
            found += [(f"{level.name}.{step}", f"{level.label} · {words}")
                      for step, words in STEPS.items()]  # fmt: skip
        else:
            found.append((level.code, level.label))
    return found
