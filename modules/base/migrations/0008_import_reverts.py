"""An import can be taken back: what it overwrites is kept for that."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("base", "0007_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="importrun",
            name="is_journaled",
            field=models.BooleanField(default=False),  # of those that are there
        ),
        migrations.AlterField(
            model_name="importrun",
            name="is_journaled",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="importrun",
            name="revert",
            field=models.CharField(
                blank=True,
                choices=[
                    ("counting", "Being looked at"),
                    ("counted", "To be confirmed"),
                    ("running", "Being taken back"),
                    ("done", "Taken back"),
                ],
                default="",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="importrun", name="revert_at", field=models.PositiveIntegerField(default=0)
        ),
        migrations.AddField(
            model_name="importrun", name="reverted", field=models.PositiveIntegerField(default=0)
        ),
        migrations.AddField(
            model_name="importrun", name="kept", field=models.PositiveIntegerField(default=0)
        ),
        migrations.AddField(
            model_name="importrun",
            name="reverted_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="importrun",
            index=models.Index(
                condition=models.Q(("revert__in", ["counting", "running"])),
                fields=["touched_at"],
                name="base_import_reverting",
            ),
        ),
        migrations.CreateModel(
            name="ImportChange",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "run_id",
                        "customer_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("customer_id", models.UUIDField()),
                ("number", models.PositiveIntegerField()),
                ("is_new", models.BooleanField(default=False)),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
                ("moment", models.DateTimeField()),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="base.importrun",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["run", "number"], name="base_importchange_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportKept",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "run_id",
                        "customer_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("customer_id", models.UUIDField()),
                ("reason", models.CharField(max_length=60)),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kept_customers",
                        to="base.importrun",
                    ),
                ),
            ],
        ),
    ]
