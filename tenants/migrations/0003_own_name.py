from django.db import migrations

from tenants import walls


class Migration(migrations.Migration):
    """A company may change its own name and time zone; address, number and state stay the platform's."""

    dependencies = [
        ("tenants", "0002_errand"),
    ]

    operations = [
        walls.rewritable("tenants_company", "name", "time_zone"),
    ]
