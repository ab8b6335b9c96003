"""Whose birthday it is was looked for among all customers; an index by month and day finds them."""

from django.db import migrations, models
from django.db.models.functions import ExtractDay, ExtractMonth


class Migration(migrations.Migration):
    dependencies = [("base", "0013_industries")]

    operations = [
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                ExtractMonth("birth_date"),
                ExtractDay("birth_date"),
                condition=models.Q(deleted_at=None),
                name="base_customer_birthday",
            ),
        ),
    ]
