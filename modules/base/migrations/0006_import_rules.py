"""The user says by what rows and customers are the same; how columns were matched is kept."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import dangol.clock
import dangol.ids

POLICIES = [
    ("skip", "Leave the customer as it is"),
    ("update", "Overwrite with the values of the file"),
    ("fill", "Fill in what is empty"),
    ("only", "Overwrite, and add nobody new"),
]


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("base", "0005_import_sheets"),
    ]

    operations = [
        migrations.AddField(
            model_name="importrun", name="keys", field=models.JSONField(default=list)
        ),
        migrations.AlterField(
            model_name="importrun",
            name="on_duplicate",
            field=models.CharField(
                choices=POLICIES,
                default="skip",
                max_length=6,
                verbose_name="Customers that are already here",
            ),
        ),
        migrations.CreateModel(
            name="ImportMapping",
            fields=[
                (
                    "id",
                    models.UUIDField(default=dangol.ids.new_id, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(blank=True, max_length=60)),
                ("signature", models.CharField(max_length=64)),
                ("heads", models.JSONField()),
                ("keys", models.JSONField(default=list)),
                ("on_duplicate", models.CharField(choices=POLICIES, max_length=6)),
                ("used_at", models.DateTimeField(default=dangol.clock.now)),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("name", "")),
                        fields=("signature", "user"),
                        name="base_importmapping_last",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        fields=("name",),
                        name="base_importmapping_name",
                    ),
                ],
            },
        ),
    ]
