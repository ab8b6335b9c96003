from __future__ import annotations

from typing import Any

import dangol.ids
import django.db.models.deletion
from django.db import migrations, models

from tenants.walls import walled


def open_the_ways_out(apps: Any, schema_editor: Any) -> None:
    """One account for each channel, for whatever the environment names."""
    account = apps.get_model("dispatch", "ProviderAccount")
    account.objects.create(id=dangol.ids.new_id(), code="mail", channel="email")
    account.objects.create(id=dangol.ids.new_id(), code="text", channel="sms")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('tenants', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ProviderAccount',
            fields=[
                ('id', models.UUIDField(default=dangol.ids.new_id, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=20, unique=True)),
                ('channel', models.CharField(choices=[('email', 'E-mail'), ('sms', 'Text message')], max_length=8)),
                ('kind', models.CharField(choices=[('environment', 'As the environment says'), ('smtp', 'SMTP'), ('sink', 'File')], default='environment', max_length=12)),
                ('priority', models.PositiveSmallIntegerField(default=100)),
                ('paused', models.BooleanField(default=False)),
                ('rate', models.PositiveIntegerField(default=0)),
                ('tokens', models.FloatField(default=0)),
                ('refilled_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['channel', 'priority'], name='dispatch_account_choice')],
            },
        ),
        migrations.CreateModel(
            name='Ticket',
            fields=[
                ('id', models.UUIDField(default=dangol.ids.new_id, primary_key=True, serialize=False)),
                ('send', models.UUIDField()),
                ('lane', models.PositiveSmallIntegerField(default=0)),
                ('channel', models.CharField(max_length=8)),
                ('next_at', models.DateTimeField(null=True)),
                ('served_at', models.DateTimeField(null=True)),
                ('lease_id', models.UUIDField(null=True)),
                ('lease_until', models.DateTimeField(null=True)),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenants.company')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('next_at__isnull', False)), fields=['next_at'], name='dispatch_ticket_due')],
                'constraints': [models.UniqueConstraint(fields=('company', 'send', 'lane'), name='dispatch_ticket_lane')],
            },
        ),
        walled("dispatch_ticket", rights="SELECT, INSERT, UPDATE, DELETE"),
        migrations.RunPython(open_the_ways_out, migrations.RunPython.noop),
    ]
