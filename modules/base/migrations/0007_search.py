import django.contrib.postgres.indexes
from django.db import migrations, models

import dangol.search.indexes


class Migration(migrations.Migration):
    """Customers are found by an index: on a company with a million of them it takes a minute."""

    dependencies = [
        ("base", "0006_import_rules"),
        ("tenants", "0004_search_functions"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="customer",
            index=django.contrib.postgres.indexes.GinIndex(
                dangol.search.indexes.SearchKeys(
                    words=("name", "company_name", "code"),
                    parts=("email_key",),
                    numbers=("mobile_key",),
                ),
                name="base_customer_found",
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                dangol.search.indexes.SearchText("name"),
                models.F("id"),
                name="base_customer_begins",
            ),
        ),
    ]
