from django.db import migrations

from dangol.search.functions import search_functions


class Migration(migrations.Migration):
    """The functions that every company's tables are searched by, before any table uses them."""

    dependencies = [
        ("tenants", "0003_own_name"),
    ]

    operations = [
        search_functions(),
    ]
