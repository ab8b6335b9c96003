"""A remark about a customer stands in the contact history, under a medium of its own."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("base", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="contacthistory",
            name="medium",
            field=models.CharField(
                choices=[
                    ("note", "Note"),
                    ("visit", "Visit"),
                    ("phone", "Phone"),
                    ("mail", "Mail"),
                    ("dm", "Direct mail"),
                    ("web", "Web"),
                    ("fax", "Fax"),
                    ("sms", "Text message"),
                ],
                max_length=5,
                verbose_name="Medium",
            ),
        ),
    ]
