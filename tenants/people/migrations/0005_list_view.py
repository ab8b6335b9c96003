import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import dangol.clock
import dangol.ids


class Migration(migrations.Migration):
    dependencies = [("people", "0004_access")]

    operations = [
        migrations.CreateModel(
            name="ListView",
            fields=[
                (
                    "id",
                    models.UUIDField(default=dangol.ids.new_id, primary_key=True, serialize=False),
                ),
                ("record", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=40, verbose_name="Name")),
                ("query", models.CharField(blank=True, max_length=4000)),
                ("made_at", models.DateTimeField(default=dangol.clock.now)),
                ("deleted_at", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["record", "made_at"], name="people_list_view_of")],
            },
        ),
    ]
