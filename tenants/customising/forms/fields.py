"""The form of a field's definition (A15, U7)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol.records import Record
from dangol.records.custom import kinds
from dangol.records.custom.conditions import COMPARED, NEEDS_VALUES
from dangol.records.custom.definitions import CustomField, shape_of
from dangol.records.custom.formula import labelled, named
from dangol.records.forms.base import PlainText, form_for
from tenants.customising.forms.rules import RULES
from tenants.customising.models import FieldDefinition
from tenants.customising.queries.tables import OWN, tables
from tenants.customising.shapes import field_of

CHOOSING = ("choice", "choices")
CONDITIONS = ("shown_when", "required_when")
SWITCHES = {
    "is_required": lambda kind: kind.is_written,
    "is_unique": lambda kind: kind.can_be_unique,
    "in_list": lambda kind: True,
    "is_sorted": lambda kind: kind.is_ordered,
    "is_searched": lambda kind: kind.is_searchable,
}


class FieldForm(PlainText, forms.ModelForm):  # type: ignore[type-arg]
    """What a field is called, what it asks of values, where it stands; by its kind."""

    options = forms.CharField(
        label=gettext_lazy("To choose from"),
        help_text=gettext_lazy("One to a line."),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
    )
    table = forms.ChoiceField(label=gettext_lazy("List of codes"), required=False)
    formula = forms.CharField(
        label=gettext_lazy("Formula"), widget=forms.Textarea(attrs={"rows": 3, "class": "mono"})
    )
    default = forms.Field(label=gettext_lazy("Default value"), required=False)
    is_sorted = forms.BooleanField(
        label=gettext_lazy("Lists can be sorted by it"), required=False, initial=True
    )

    class Meta:
        model = FieldDefinition
        fields = (
            "label", "label_en", "code", "help", "section", "is_required", "is_unique", "in_list",
            "is_searched",
        )  # fmt: skip

    def __init__(
        self, data: Any, *, record: Record, kind: str, user: Any, instance: Any = None
    ) -> None:
        super().__init__(data, instance=instance)
        self.record, self.kind, self.user = record, kinds.KINDS[kind], user
        self._for_kind()
        self._name_for_programs()
        if instance is not None:
            self._fill(instance)

    def _for_kind(self) -> None:
        """Leaves what this kind of field can be asked."""
        for name, fits in SWITCHES.items():
            if not fits(self.kind):
                del self.fields[name]
        is_new = self.instance._state.adding
        if self.kind.code not in CHOOSING or not is_new:
            del self.fields["options"], self.fields["table"]
        else:
            own = [(each.code, each.label) for each in tables() if each.code.startswith(OWN)]
            self.fields["table"].choices = [("", _("A new list")), *own]  # type: ignore[attr-defined]
        if self.kind.is_written:
            del self.fields["formula"]
            self._ask_for_values()
        else:
            del self.fields["default"]

    def _name_for_programs(self) -> None:
        asked = self.fields["code"]
        asked.widget.attrs |= {"class": "mono", "autocomplete": "off", "spellcheck": "false"}
        asked.help_text = _("What the interface and webhooks call it, such as member_no.")
        if self.instance.name:
            asked.widget.attrs["placeholder"] = self.instance.name
            asked.help_text = _(
                "What the interface and webhooks call it; without one, %(name)s. When you change"
                " it, programs that use it have to be changed, too."
            ) % {"name": self.instance.name}

    def _ask_for_values(self) -> None:
        for name in self.kind.rules:
            asked = RULES[name].ask(self.kind.code)
            asked.label, asked.help_text = RULES[name].label, RULES[name].help
            asked.required = RULES[name].is_fixed
            asked.disabled = RULES[name].is_fixed and not self.instance._state.adding
            self.fields[f"rule_{name}"] = asked
        if not self.kind.has_default:
            del self.fields["default"]
        else:
            asked = self.kind.form_field(self._plain(), self.user)
            asked.label, asked.required = _("Default value"), False
            self.fields["default"] = asked
        nothing = {"shown_when": _("Always"), "required_when": _("No condition")}
        for name in CONDITIONS:
            fields = [("", nothing[name]), *self._others()]
            self.fields[f"{name}_field"] = forms.ChoiceField(choices=fields, required=False)
            self.fields[f"{name}_compare"] = forms.ChoiceField(
                choices=list(COMPARED.items()), required=False
            )
            self.fields[f"{name}_values"] = forms.CharField(required=False, max_length=400)

    def _plain(self) -> CustomField:
        """The field without its rules: what a default is read by."""
        return CustomField(name="x_new", record=self.record.code, kind=self.kind.code, label="")

    def _others(self) -> list[tuple[str, str]]:
        """(name, label) of the fields that a condition can ask about."""
        form = form_for(self.record, None)
        own = self.instance.name
        return [(name, str(field.label)) for name, field in form.fields.items() if name != own]

    def _fill(self, row: FieldDefinition) -> None:
        definition = field_of(row)
        self.initial["is_sorted"] = row.index != FieldDefinition.Index.NONE
        if row.formula:
            self.initial["formula"] = labelled(row.formula, shape_of(row.record).fields)
        for name, value in row.rules.items():
            self.initial[f"rule_{name}"] = value
        if row.default is not None:
            self.initial["default"] = self.kind.initial(self.kind.read(row.default, definition))
        for name in CONDITIONS:
            condition = getattr(row, name)
            if condition:
                self.initial[f"{name}_field"] = condition["field"]
                self.initial[f"{name}_compare"] = condition["compare"]
                self.initial[f"{name}_values"] = ", ".join(self._labels(condition))

    def _labels(self, condition: dict[str, Any]) -> list[str]:
        words = {value: label for label, value in self._codes(condition["field"]).items()}
        return [words.get(value, value) for value in condition["values"]]

    def _codes(self, name: str) -> dict[str, str]:
        """{words: code} of what can be chosen in another field."""
        asked = form_for(self.record, None).fields.get(name)
        if isinstance(asked, forms.BooleanField):
            return {_("Yes"): "yes", _("No"): "no"}
        choices = getattr(asked, "choices", ())
        return {
            str(label): str(getattr(code, "value", code)) for code, label in choices if str(code)
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in CONDITIONS:
            if f"{name}_field" in self.fields:
                cleaned[name] = self._condition(name, cleaned)
        return cleaned

    def _condition(self, name: str, cleaned: dict[str, Any]) -> dict[str, Any] | None:
        asked = cleaned.get(f"{name}_field")
        if not asked:
            return None
        compare = cleaned.get(f"{name}_compare") or next(iter(COMPARED))
        codes = self._codes(asked)
        written = [
            text.strip()
            for text in (cleaned.get(f"{name}_values") or "").split(",")
            if text.strip()
        ]
        if compare in NEEDS_VALUES and not written:
            self.add_error(f"{name}_values", _("Write what it is compared with."))
        unknown = [text for text in written if codes and text not in {*codes, *codes.values()}]
        if unknown:
            self.add_error(
                f"{name}_values",
                _("“%(value)s” cannot be chosen there. Choose from: %(all)s")
                % {"value": unknown[0], "all": ", ".join(codes)},
            )
        values = [codes.get(text, text) for text in written] if compare in NEEDS_VALUES else []
        return {"field": asked, "compare": compare, "values": values}

    def clean_formula(self) -> str:
        return named(self.cleaned_data["formula"], shape_of(self.record.code).fields)

    def clean_options(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["options"].splitlines()]
        found = [line for line in lines if line]
        long = next((line for line in found if len(line) > 60), None)
        if long:
            raise ValidationError(
                _("“%(label)s…” is too long: 60 characters at most.") % {"label": long[:20]}
            )
        return found

    def values(self) -> dict[str, Any]:
        """What the services take."""
        cleaned = self.cleaned_data
        found = {
            name: cleaned[name]
            for name in (*self.Meta.fields, *CONDITIONS, "formula", "is_sorted", "table", "options")
            if name in cleaned
        }
        if self.kind.is_written:
            found["rules"] = self._rules(cleaned)
            if "default" in self.fields:
                found["default"] = self.kind.kept(cleaned.get("default")) or None
        return found

    def _rules(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        given = {name: cleaned.get(f"rule_{name}") for name in self.kind.rules}
        return {
            name: value if isinstance(value, bool | int | str) else str(value)
            for name, value in given.items()
            if value not in (None, "", False)
        }
