"""The first price version, published (decisions 3, 8 and 10)."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from django.db import migrations

from dangol.ids import new_id

BODY = {
    "currency": "KRW",
    "threshold": 5,
    "plans": {
        "base": {"list": 20_000, "discounted": 10_000},
        "sales": {"list": 80_000, "discounted": 50_000},
        "service": {"list": 80_000, "discounted": 50_000},
        "campaign": {"list": 80_000, "discounted": 50_000},
        "full": {"list": 200_000, "discounted": 120_000},
    },
    "messages": {"email": 2, "sms": 25, "lms": 50},
    "vat_basis_points": 1_000,
}


def publish(apps: Any, schema_editor: Any) -> None:
    text = json.dumps(BODY, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    apps.get_model("billing", "PriceVersion").objects.create(
        id=new_id(),
        number=1,
        state="published",
        effective_from=date(2020, 1, 1),
        body=BODY,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


class Migration(migrations.Migration):
    dependencies = [("billing", "0002_rules")]

    operations = [migrations.RunPython(publish, migrations.RunPython.noop)]
