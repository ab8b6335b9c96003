"""Each dry run of an import has a number, so that one that was overtaken finds out."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("base", "0003_import_checks")]

    operations = [
        migrations.AddField(
            model_name="importrun",
            name="check_no",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
