import dangol.clock
import dangol.ids
import dangol.search.indexes
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


CONTACTS = """
UPDATE base_contacthistory SET created_at = contacted_at, updated_at = contacted_at,
subject = btrim(left(split_part(memo, E'\\n', 1), 100)) WHERE NOT is_system
"""
"""What people noted so far is called by how it begins."""
ORDERS = "UPDATE base_order SET created_at = ordered_at, updated_at = ordered_at"


class Migration(migrations.Migration):
    """Accounts, products and lines of orders; contacts and orders become records of their own."""

    dependencies = [
        ('base', '0009_custom_fields'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('custom', models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict, editable=False)),
                ('custom_words', models.TextField(db_default='', default='', editable=False)),
                ('id', models.UUIDField(default=dangol.ids.new_id, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=dangol.clock.now, editable=False, verbose_name='Added')),
                ('updated_at', models.DateTimeField(default=dangol.clock.now, editable=False, verbose_name='Changed')),
                ('deleted_at', models.DateTimeField(editable=False, null=True)),
                ('name', models.CharField(db_collation='C', max_length=100, verbose_name='Account name')),
                ('business_number', models.CharField(blank=True, max_length=10, verbose_name='Business number')),
                ('state', models.CharField(choices=[('prospect', 'Prospect'), ('active', 'Dealing'), ('dormant', 'Dormant'), ('ended', 'Ended')], default='prospect', max_length=8, verbose_name='Dealings')),
                ('representative', models.CharField(blank=True, max_length=60, verbose_name='Representative')),
                ('industry', models.CharField(blank=True, db_collation='C', max_length=60, verbose_name='Industry')),
                ('size', models.CharField(blank=True, choices=[('large', 'Large company'), ('middle', 'Mid-sized company'), ('small', 'Small company'), ('public', 'Public body'), ('other', 'Something else')], max_length=6, verbose_name='Company size')),
                ('grade', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'A+'), (2, 'A'), (3, 'B'), (4, 'C')], null=True, verbose_name='Grade')),
                ('credit', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'A'), (2, 'B'), (3, 'C'), (4, 'D'), (5, 'E')], null=True, verbose_name='Credit rating')),
                ('founded', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='Year of foundation')),
                ('employees', models.PositiveIntegerField(blank=True, null=True, verbose_name='Employees')),
                ('revenue', models.BigIntegerField(blank=True, null=True, verbose_name='Yearly revenue')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='Main phone')),
                ('fax', models.CharField(blank=True, max_length=30, verbose_name='Fax')),
                ('homepage', models.CharField(blank=True, max_length=200, verbose_name='Homepage')),
                ('postcode', models.CharField(blank=True, max_length=7, verbose_name='Postcode')),
                ('line1', models.CharField(blank=True, max_length=200, verbose_name='Address')),
                ('line2', models.CharField(blank=True, max_length=100, verbose_name='Address, detail')),
                ('memo', models.TextField(blank=True, max_length=4000, verbose_name='Memo')),
            ],
            options={
                'verbose_name': 'Account',
                'verbose_name_plural': 'Accounts',
            },
        ),
        migrations.CreateModel(
            name='OrderLine',
            fields=[
                ('custom', models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict, editable=False)),
                ('custom_words', models.TextField(db_default='', default='', editable=False)),
                ('id', models.UUIDField(default=dangol.ids.new_id, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=dangol.clock.now, editable=False, verbose_name='Added')),
                ('updated_at', models.DateTimeField(default=dangol.clock.now, editable=False, verbose_name='Changed')),
                ('deleted_at', models.DateTimeField(editable=False, null=True)),
                ('name', models.CharField(blank=True, db_collation='C', max_length=100, verbose_name='Product name')),
                ('quantity', models.PositiveIntegerField(default=1, verbose_name='Quantity')),
                ('unit_price', models.BigIntegerField(default=0, verbose_name='Unit price')),
                ('discount', models.BigIntegerField(default=0, verbose_name='Discount')),
                ('amount', models.BigIntegerField(default=0, editable=False, verbose_name='Amount')),
                ('memo', models.CharField(blank=True, max_length=200, verbose_name='Memo')),
            ],
            options={
                'verbose_name': 'Order line',
                'verbose_name_plural': 'Order lines',
            },
        ),
        migrations.CreateModel(
            name='Product',
            fields=[
                ('custom', models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict, editable=False)),
                ('custom_words', models.TextField(db_default='', default='', editable=False)),
                ('id', models.UUIDField(default=dangol.ids.new_id, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=dangol.clock.now, editable=False, verbose_name='Added')),
                ('updated_at', models.DateTimeField(default=dangol.clock.now, editable=False, verbose_name='Changed')),
                ('deleted_at', models.DateTimeField(editable=False, null=True)),
                ('code', models.CharField(blank=True, db_collation='C', max_length=30, verbose_name='Product code')),
                ('name', models.CharField(db_collation='C', max_length=100, verbose_name='Product name')),
                ('category', models.CharField(blank=True, db_collation='C', max_length=60, verbose_name='Category')),
                ('price', models.BigIntegerField(default=0, verbose_name='Unit price')),
                ('unit', models.CharField(blank=True, max_length=10, verbose_name='Unit')),
                ('is_active', models.BooleanField(default=True, verbose_name='For sale')),
                ('memo', models.TextField(blank=True, max_length=4000, verbose_name='Memo')),
            ],
            options={
                'verbose_name': 'Product',
                'verbose_name_plural': 'Products',
            },
        ),
        migrations.AddField(
            model_name='contacthistory',
            name='created_at',
            field=models.DateTimeField(default=dangol.clock.now, editable=False, verbose_name='Added'),
        ),
        migrations.AddField(
            model_name='contacthistory',
            name='custom',
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='contacthistory',
            name='custom_words',
            field=models.TextField(db_default='', default='', editable=False),
        ),
        migrations.AddField(
            model_name='contacthistory',
            name='deleted_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='contacthistory',
            name='next_action',
            field=models.CharField(blank=True, max_length=100, verbose_name='Next step'),
        ),
        migrations.AddField(
            model_name='contacthistory',
            name='next_on',
            field=models.DateField(blank=True, null=True, verbose_name='Next on'),
        ),
        migrations.AddField(
            model_name='contacthistory',
            name='subject',
            field=models.CharField(blank=True, db_collation='C', max_length=100, verbose_name='Subject'),
        ),
        migrations.AddField(
            model_name='contacthistory',
            name='updated_at',
            field=models.DateTimeField(default=dangol.clock.now, editable=False, verbose_name='Changed'),
        ),
        migrations.AddField(
            model_name='order',
            name='created_at',
            field=models.DateTimeField(default=dangol.clock.now, editable=False, verbose_name='Added'),
        ),
        migrations.AddField(
            model_name='order',
            name='custom',
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='order',
            name='custom_words',
            field=models.TextField(db_default='', default='', editable=False),
        ),
        migrations.AddField(
            model_name='order',
            name='deleted_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='order',
            name='due_on',
            field=models.DateField(blank=True, null=True, verbose_name='Delivery due'),
        ),
        migrations.AddField(
            model_name='order',
            name='memo',
            field=models.TextField(blank=True, max_length=4000, verbose_name='Memo'),
        ),
        migrations.AddField(
            model_name='order',
            name='owner',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Owner'),
        ),
        migrations.AddField(
            model_name='order',
            name='state',
            field=models.CharField(choices=[('received', 'Received'), ('paid', 'Paid'), ('shipped', 'Shipped'), ('done', 'Completed'), ('cancelled', 'Cancelled'), ('returned', 'Returned')], default='received', max_length=9, verbose_name='State'),
        ),
        migrations.AddField(
            model_name='order',
            name='updated_at',
            field=models.DateTimeField(default=dangol.clock.now, editable=False, verbose_name='Changed'),
        ),
        migrations.AlterField(
            model_name='contacthistory',
            name='customer',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='base.customer', verbose_name='Customer'),
        ),
        migrations.AlterField(
            model_name='contacthistory',
            name='staff',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Contacted by'),
        ),
        migrations.AlterField(
            model_name='order',
            name='amount',
            field=models.BigIntegerField(default=0, verbose_name='Amount'),
        ),
        migrations.AlterField(
            model_name='order',
            name='customer',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='orders', to='base.customer', verbose_name='Customer'),
        ),
        migrations.AlterField(
            model_name='order',
            name='number',
            field=models.CharField(blank=True, db_collation='C', max_length=30, verbose_name='Order number'),
        ),
        migrations.AlterField(
            model_name='order',
            name='product',
            field=models.CharField(blank=True, max_length=100, verbose_name='Product'),
        ),
        migrations.RunSQL(CONTACTS, migrations.RunSQL.noop),
        migrations.RunSQL(ORDERS, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name='contacthistory',
            index=models.Index(condition=models.Q(('is_system', False)), fields=['contacted_at', 'id'], name='base_contact_contacted_at'),
        ),
        migrations.AddIndex(
            model_name='contacthistory',
            index=models.Index(condition=models.Q(('is_system', False)), fields=['next_on', 'id'], name='base_contact_next_on'),
        ),
        migrations.AddIndex(
            model_name='contacthistory',
            index=models.Index(condition=models.Q(('is_system', False)), fields=['staff', 'id'], name='base_contact_staff'),
        ),
        migrations.AddIndex(
            model_name='contacthistory',
            index=django.contrib.postgres.indexes.GinIndex(dangol.search.indexes.SearchKeys(numbers=(), parts=(), words=('subject', 'custom_words')), condition=models.Q(('is_system', False)), name='base_contact_found'),
        ),
        migrations.AddIndex(
            model_name='contacthistory',
            index=models.Index(dangol.search.indexes.SearchText('subject'), models.F('id'), condition=models.Q(('is_system', False)), name='base_contact_begins'),
        ),
        migrations.AddField(
            model_name='account',
            name='owner',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='Owner'),
        ),
        migrations.AddField(
            model_name='account',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='children', to='base.account', verbose_name='Parent account'),
        ),
        migrations.AddField(
            model_name='customer',
            name='account',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='customers', to='base.account', verbose_name='Account'),
        ),
        migrations.AddField(
            model_name='order',
            name='account',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='orders', to='base.account', verbose_name='Account'),
        ),
        migrations.AddIndex(
            model_name='customer',
            index=models.Index(fields=['account', 'id'], name='base_customer_account'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(fields=['number', 'id'], name='base_order_number'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(fields=['state', 'id'], name='base_order_state'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(fields=['ordered_at', 'id'], name='base_order_ordered_at'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(fields=['due_on', 'id'], name='base_order_due_on'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(fields=['amount', 'id'], name='base_order_amount'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(fields=['owner', 'id'], name='base_order_owner'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=django.contrib.postgres.indexes.GinIndex(dangol.search.indexes.SearchKeys(numbers=(), parts=(), words=('number', 'product', 'custom_words')), name='base_order_found'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(dangol.search.indexes.SearchText('number'), models.F('id'), name='base_order_begins'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.UniqueConstraint(condition=models.Q(('deleted_at', None)), fields=('number',), name='base_order_unique'),
        ),
        migrations.AddField(
            model_name='orderline',
            name='order',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='base.order', verbose_name='Order'),
        ),
        migrations.AddIndex(
            model_name='product',
            index=models.Index(fields=['name', 'id'], name='base_product_by_name'),
        ),
        migrations.AddIndex(
            model_name='product',
            index=models.Index(fields=['code', 'id'], name='base_product_by_code'),
        ),
        migrations.AddIndex(
            model_name='product',
            index=models.Index(fields=['category', 'id'], name='base_product_by_category'),
        ),
        migrations.AddIndex(
            model_name='product',
            index=models.Index(fields=['price', 'id'], name='base_product_by_price'),
        ),
        migrations.AddIndex(
            model_name='product',
            index=models.Index(fields=['created_at', 'id'], name='base_product_by_created_at'),
        ),
        migrations.AddIndex(
            model_name='product',
            index=django.contrib.postgres.indexes.GinIndex(dangol.search.indexes.SearchKeys(numbers=(), parts=(), words=('name', 'code', 'category', 'custom_words')), name='base_product_found'),
        ),
        migrations.AddIndex(
            model_name='product',
            index=models.Index(dangol.search.indexes.SearchText('name'), models.F('id'), name='base_product_begins'),
        ),
        migrations.AddConstraint(
            model_name='product',
            constraint=models.UniqueConstraint(condition=models.Q(('deleted_at', None), models.Q(('code', ''), _negated=True)), fields=('code',), name='base_product_code'),
        ),
        migrations.AddField(
            model_name='orderline',
            name='product',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='lines', to='base.product', verbose_name='Product'),
        ),
        migrations.AddIndex(
            model_name='account',
            index=models.Index(fields=['name', 'id'], name='base_account_name'),
        ),
        migrations.AddIndex(
            model_name='account',
            index=models.Index(fields=['state', 'id'], name='base_account_state'),
        ),
        migrations.AddIndex(
            model_name='account',
            index=models.Index(fields=['industry', 'id'], name='base_account_industry'),
        ),
        migrations.AddIndex(
            model_name='account',
            index=models.Index(fields=['grade', 'id'], name='base_account_grade'),
        ),
        migrations.AddIndex(
            model_name='account',
            index=models.Index(fields=['credit', 'id'], name='base_account_credit'),
        ),
        migrations.AddIndex(
            model_name='account',
            index=models.Index(fields=['revenue', 'id'], name='base_account_revenue'),
        ),
        migrations.AddIndex(
            model_name='account',
            index=models.Index(fields=['owner', 'id'], name='base_account_owner'),
        ),
        migrations.AddIndex(
            model_name='account',
            index=models.Index(fields=['created_at', 'id'], name='base_account_created_at'),
        ),
        migrations.AddIndex(
            model_name='account',
            index=django.contrib.postgres.indexes.GinIndex(dangol.search.indexes.SearchKeys(numbers=('business_number',), parts=(), words=('name', 'representative', 'industry', 'custom_words')), name='base_account_found'),
        ),
        migrations.AddIndex(
            model_name='account',
            index=models.Index(dangol.search.indexes.SearchText('name'), models.F('id'), name='base_account_begins'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.UniqueConstraint(condition=models.Q(('deleted_at', None), models.Q(('business_number', ''), _negated=True)), fields=('business_number',), name='base_account_business_number'),
        ),
        migrations.AddIndex(
            model_name='orderline',
            index=models.Index(fields=['order', 'id'], name='base_orderline_order'),
        ),
        migrations.AddIndex(
            model_name='orderline',
            index=models.Index(fields=['name', 'id'], name='base_orderline_name'),
        ),
        migrations.AddIndex(
            model_name='orderline',
            index=models.Index(fields=['quantity', 'id'], name='base_orderline_quantity'),
        ),
        migrations.AddIndex(
            model_name='orderline',
            index=models.Index(fields=['amount', 'id'], name='base_orderline_amount'),
        ),
        migrations.AddIndex(
            model_name='orderline',
            index=models.Index(fields=['created_at', 'id'], name='base_orderline_created_at'),
        ),
        migrations.AddIndex(
            model_name='orderline',
            index=django.contrib.postgres.indexes.GinIndex(dangol.search.indexes.SearchKeys(numbers=(), parts=(), words=('name', 'custom_words')), name='base_orderline_found'),
        ),
        migrations.AddIndex(
            model_name='orderline',
            index=models.Index(dangol.search.indexes.SearchText('name'), models.F('id'), name='base_orderline_begins'),
        ),
    ]
