"""Sums of usage by day and send, and which layout drew a stored PDF (Q5, Q8)."""

import dangol.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tenants.walls import walled

STAMPED = """
CREATE OR REPLACE FUNCTION billing_refuse_invoice_change() RETURNS trigger LANGUAGE plpgsql AS $f$
DECLARE stamped billing_invoice;
BEGIN
  IF OLD.state <> 'issued' THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.pdf_sha256 = '' THEN
    stamped := OLD;
    stamped.pdf_sha256 := NEW.pdf_sha256;
    stamped.pdf_layout := NEW.pdf_layout;
    IF stamped IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'Invoice % is issued: write a credit note instead.', OLD.number
    USING ERRCODE = 'restrict_violation';
END $f$;
"""
SUMS = """
INSERT INTO billing_usageday
  (id, company_id, day, service_month, send_id, source, channel, unit_price, quantity, amount)
SELECT gen_random_uuid(), company_id, (event_time AT TIME ZONE 'Asia/Seoul')::date, service_month,
  send_id, source, channel, unit_price, sum(quantity), sum(amount)
FROM billing_usageevent GROUP BY 2, 3, 4, 5, 6, 7, 8;
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0003_first_prices"), ("tenants", "0002_errand")]

    operations = [
        migrations.AddField(
            model_name="invoice",
            name="pdf_layout",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.CreateModel(
            name="UsageDay",
            fields=[
                (
                    "id",
                    models.UUIDField(default=dangol.ids.new_id, primary_key=True, serialize=False),
                ),
                ("day", models.DateField()),
                ("service_month", models.DateField()),
                ("send_id", models.UUIDField(null=True)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("message", "Accepted message"),
                            ("refund", "Refund of a failed message"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "Bulk email"), ("sms", "SMS"), ("lms", "Long SMS")],
                        max_length=10,
                    ),
                ),
                ("unit_price", models.BigIntegerField()),
                ("quantity", models.BigIntegerField()),
                ("amount", models.BigIntegerField()),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenants.company",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["company", "-day"], name="billing_usage_day")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=(
                            "company",
                            "service_month",
                            "day",
                            "send_id",
                            "source",
                            "channel",
                            "unit_price",
                        ),
                        name="billing_usage_day_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        walled("billing_usageday", rights="SELECT, INSERT, UPDATE (quantity, amount)"),
        migrations.RunSQL(SUMS, migrations.RunSQL.noop),
        migrations.RunSQL(STAMPED, migrations.RunSQL.noop),
        migrations.RunSQL(
            "GRANT UPDATE (pdf_layout) ON billing_invoice TO " + settings.COMPANY_GROUP,
            "REVOKE UPDATE (pdf_layout) ON billing_invoice FROM " + settings.COMPANY_GROUP,
        ),
    ]
