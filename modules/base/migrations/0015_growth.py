"""New customers of a month were grouped row by row; an index of those at hand counts them alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("base", "0014_birthdays")]

    operations = [
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                fields=["created_at"],
                condition=models.Q(deleted_at=None),
                name="base_customer_growth",
            ),
        ),
    ]
