import dangol.clock
import dangol.ids
import datetime
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Send',
            fields=[
                ('id', models.UUIDField(default=dangol.ids.new_id, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('kind', models.CharField(choices=[('bulk', 'Bulk'), ('test', 'Test')], default='bulk', max_length=8)),
                ('channel', models.CharField(choices=[('email', 'E-mail'), ('sms', 'Text message')], max_length=8)),
                ('subject', models.CharField(blank=True, default='', max_length=200)),
                ('body', models.TextField(blank=True, default='')),
                ('advertising', models.BooleanField(default=False)),
                ('sender_name', models.CharField(blank=True, default='', max_length=40)),
                ('sender_address', models.EmailField(blank=True, default='', max_length=254)),
                ('sender_number', models.CharField(blank=True, default='', max_length=20)),
                ('opt_out_number', models.CharField(blank=True, default='', max_length=20)),
                ('audience', models.JSONField(default=dict)),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('reserved', 'Reserved'), ('waiting', 'Waiting'), ('running', 'Running'), ('insufficient', 'Insufficient balance'), ('limited', 'Send-limited'), ('paused', 'Paused'), ('done', 'Done'), ('cancelled', 'Cancelled')], default='draft', max_length=12)),
                ('reason', models.CharField(blank=True, choices=[('', ''), ('night', 'Night hours'), ('quota', 'Send limit reached'), ('by_user', 'Paused by a user'), ('missed_window', 'Start time missed'), ('suspended', 'Company suspended'), ('provider_down', 'Provider not reachable'), ('sender_refused', 'Sender address refused'), ('failed', 'Stopped by an error')], default='', max_length=20)),
                ('detail', models.CharField(blank=True, default='', max_length=200)),
                ('epoch', models.PositiveIntegerField(default=0)),
                ('next_at', models.DateTimeField(null=True)),
                ('scheduled_at', models.DateTimeField(blank=True, null=True)),
                ('grace', models.DurationField(default=datetime.timedelta(seconds=3600))),
                ('funding', models.CharField(choices=[('full', 'All or nothing'), ('covered', 'As far as the account goes')], default='full', max_length=8)),
                ('expected', models.PositiveIntegerField(default=0)),
                ('price_ceiling', models.PositiveIntegerField(default=0)),
                ('expand_cursor', models.UUIDField(null=True)),
                ('expand_done', models.BooleanField(default=False)),
                ('duplicates', models.PositiveIntegerField(default=0)),
                ('tally', models.JSONField(default=dict)),
                ('created_by', models.UUIDField(null=True)),
                ('created_by_name', models.CharField(blank=True, default='', max_length=60)),
                ('created_at', models.DateTimeField(default=dangol.clock.now)),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('test_of', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='tests', to='messaging.send')),
            ],
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.UUIDField(default=dangol.ids.new_id, primary_key=True, serialize=False)),
                ('wave', models.PositiveSmallIntegerField(default=0)),
                ('trigger_key', models.CharField(default='', max_length=64)),
                ('contact_id', models.UUIDField(null=True)),
                ('name', models.CharField(default='', max_length=120)),
                ('addr_norm', models.CharField(max_length=254)),
                ('addr_hash', models.UUIDField()),
                ('state', models.CharField(choices=[('pending', 'Waiting'), ('claimed', 'Being prepared'), ('dispatching', 'Being handed over'), ('accepted', 'Accepted'), ('retry', 'To be tried again'), ('rejected', 'Failed'), ('unknown', 'Unconfirmed'), ('skipped', 'Skipped'), ('control', 'Control group')], default='pending', max_length=12)),
                ('state_at', models.DateTimeField(default=dangol.clock.now)),
                ('next_at', models.DateTimeField(default=dangol.clock.now)),
                ('attempt', models.PositiveSmallIntegerField(default=0)),
                ('attempt_id', models.UUIDField(null=True)),
                ('lease_until', models.DateTimeField(null=True)),
                ('claimed_at', models.DateTimeField(null=True)),
                ('channel', models.CharField(default='', max_length=8)),
                ('unit_price', models.PositiveIntegerField(default=0)),
                ('hold', models.UUIDField(null=True)),
                ('provider', models.CharField(default='', max_length=20)),
                ('provider_msg_id', models.CharField(default='', max_length=120)),
                ('error_class', models.CharField(default='', max_length=20)),
                ('reason', models.CharField(default='', max_length=200)),
                ('send', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, db_constraint=False, related_name='messages', to='messaging.send')),
            ],
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('amount', models.BigIntegerField()),
                ('captured', models.BigIntegerField(default=0)),
                ('released', models.BigIntegerField(default=0)),
                ('taken_at', models.DateTimeField(default=dangol.clock.now)),
                ('send', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='messaging.send')),
            ],
        ),
        migrations.CreateModel(
            name='Suppression',
            fields=[
                ('id', models.UUIDField(default=dangol.ids.new_id, primary_key=True, serialize=False)),
                ('channel', models.CharField(max_length=8)),
                ('addr_hash', models.UUIDField()),
                ('addr_norm', models.CharField(max_length=254)),
                ('reason', models.CharField(choices=[('unsubscribed', 'Unsubscribed'), ('bounced', 'Address does not exist'), ('complained', 'Reported as spam')], max_length=12)),
                ('at', models.DateTimeField(default=dangol.clock.now)),
                ('message', models.UUIDField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('channel', 'addr_hash', 'reason'), name='messaging_suppression_once')],
            },
        ),
        migrations.CreateModel(
            name='MessageEvent',
            fields=[
                ('id', models.UUIDField(default=dangol.ids.new_id, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('accepted', 'Accepted'), ('delivered', 'Delivered'), ('failed', 'Delivery failed'), ('bounced', 'Bounced'), ('complained', 'Complained'), ('opened', 'Opened'), ('clicked', 'Clicked'), ('unsubscribed', 'Unsubscribed')], max_length=12)),
                ('at', models.DateTimeField(default=dangol.clock.now)),
                ('provider', models.CharField(max_length=20)),
                ('provider_key', models.CharField(max_length=160)),
                ('machine', models.BooleanField(default=False)),
                ('url', models.TextField(default='')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='messaging.message')),
            ],
            options={
                'indexes': [models.Index(fields=['message', 'kind'], name='messaging_event_message')],
                'constraints': [models.UniqueConstraint(fields=('provider', 'provider_key'), name='messaging_event_once')],
            },
        ),
        migrations.AddIndex(
            model_name='send',
            index=models.Index(fields=['-created_at'], name='messaging_send_newest'),
        ),
        migrations.AddIndex(
            model_name='send',
            index=models.Index(condition=models.Q(('status__in', ['draft', 'done', 'cancelled']), _negated=True), fields=['status'], name='messaging_send_open'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('state__in', ['pending', 'retry'])), fields=['send', 'next_at', 'id'], name='messaging_message_unsent'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('state__in', ['claimed', 'dispatching', 'unknown'])), fields=['send', 'lease_until'], name='messaging_message_drawing'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('state__in', ['rejected', 'unknown', 'skipped', 'control'])), fields=['send', 'state', 'addr_hash'], name='messaging_message_trouble'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('contact_id__isnull', False)), fields=['contact_id', '-id'], name='messaging_message_contact'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(fields=('send', 'wave', 'addr_hash', 'trigger_key'), name='messaging_message_once'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.UniqueConstraint(fields=('send', 'number'), name='messaging_hold_number'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.CheckConstraint(condition=models.Q(('captured__gte', 0), ('released__gte', 0), ('amount__gte', django.db.models.expressions.CombinedExpression(models.F('captured'), '+', models.F('released')))), name='messaging_hold_not_overdrawn'),
        ),
    ]
