"""An import may come from a workbook, which has sheets to choose from."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("base", "0004_check_numbers")]

    operations = [
        migrations.AddField(
            model_name="importrun",
            name="sheets",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="importrun",
            name="sheet",
            field=models.CharField(blank=True, max_length=100),
        ),
    ]
