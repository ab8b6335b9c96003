import dangol.clock
from django.db import migrations, models


class Migration(migrations.Migration):
    """The version of the texts agreed to, and when the link was last asked for."""

    dependencies = [
        ('signup', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='signup',
            name='legal_version',
            field=models.CharField(default='', max_length=10),
        ),
        migrations.AddField(
            model_name='signup',
            name='mailed_at',
            field=models.DateTimeField(default=dangol.clock.now),
        ),
    ]
