"""Industries were written freely: what accounts have becomes codes of the list, beside the usual."""

from typing import Any

from django.db import migrations

TABLE, WORD = "base.industry", "업종"


def keep_as_codes(apps: Any, schema_editor: Any) -> None:
    """Each industry that is no usual code by now is one of the company's own; values stay."""
    account = apps.get_model("base", "Account")
    field = account._meta.get_field("industry")
    usual = [value for value, _label in field.flatchoices]
    found = account.objects.exclude(industry__in=["", *usual]).order_by("industry")
    own = list(found.values_list("industry", flat=True).distinct())
    if not own:
        return
    table, _made = apps.get_model("customising", "CodeTable").objects.get_or_create(
        code=TABLE, defaults={"label": WORD}
    )
    entry = apps.get_model("customising", "CodeEntry")
    english = {value: str(label) for value, label in field.flatchoices}
    entry.objects.bulk_create(
        [
            entry(
                table=table,
                value=value,
                label=value,
                label_en=english.get(value, ""),
                position=place,
            )
            for place, value in enumerate([*usual, *own])
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0012_open_codes"),
        ("customising", "0002_colours"),
    ]

    operations = [migrations.RunPython(keep_as_codes, migrations.RunPython.noop)]
