"""What the database itself refuses, and what a company's role may touch (Q2, Q4, Q5, V1).

The functions run as their owner, so that they see every row whatever role makes the change, also
at a commit outside of any company.
"""

from __future__ import annotations

from django.db import migrations

from tenants.walls import readable, walled

FROZEN = """
CREATE FUNCTION billing_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  RAISE EXCEPTION '% is append-only: write a reversing entry instead.', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $f$;
"""
FROZEN_TABLES = (
    "billing_seatevent",
    "billing_usagekey",
    "billing_usageevent",
    "billing_ledgeraccount",
    "billing_ledgertx",
    "billing_ledgerleg",
    "billing_topup",
)

BALANCED = """
CREATE FUNCTION billing_check_balanced() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public AS $f$
BEGIN
  IF (SELECT sum(amount) FROM billing_ledgerleg WHERE tx_id = NEW.tx_id) <> 0 THEN
    RAISE EXCEPTION 'The legs of ledger entry % do not add up to nothing.', NEW.tx_id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $f$;
CREATE CONSTRAINT TRIGGER balanced AFTER INSERT ON billing_ledgerleg
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION billing_check_balanced();
"""

PUBLISHED = """
CREATE FUNCTION billing_refuse_price_change() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF OLD.state = 'published' THEN
    RAISE EXCEPTION 'Price version % is published: publish a new one instead.', OLD.number
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $f$;
CREATE TRIGGER published BEFORE UPDATE OR DELETE ON billing_priceversion
  FOR EACH ROW EXECUTE FUNCTION billing_refuse_price_change();
"""

ISSUED = """
CREATE FUNCTION billing_refuse_invoice_change() RETURNS trigger LANGUAGE plpgsql AS $f$
DECLARE stamped billing_invoice;
BEGIN
  IF OLD.state <> 'issued' THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.pdf_sha256 = '' THEN
    stamped := OLD;
    stamped.pdf_sha256 := NEW.pdf_sha256;
    IF stamped IS NOT DISTINCT FROM NEW THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'Invoice % is issued: write a credit note instead.', OLD.number
    USING ERRCODE = 'restrict_violation';
END $f$;
CREATE TRIGGER issued BEFORE UPDATE OR DELETE ON billing_invoice
  FOR EACH ROW EXECUTE FUNCTION billing_refuse_invoice_change();

CREATE FUNCTION billing_refuse_line_change() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public AS $f$
DECLARE line billing_invoiceline;
BEGIN
  line := CASE TG_OP WHEN 'INSERT' THEN NEW ELSE OLD END;
  IF EXISTS (SELECT 1 FROM billing_invoice WHERE id = line.invoice_id AND state = 'issued') THEN
    RAISE EXCEPTION 'A line of an issued invoice cannot change: write a credit note instead.'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $f$;
CREATE TRIGGER issued BEFORE INSERT OR UPDATE OR DELETE ON billing_invoiceline
  FOR EACH ROW EXECUTE FUNCTION billing_refuse_line_change();
"""


def frozen(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION billing_refuse_change();",
        f"DROP TRIGGER append_only ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial"), ("tenants", "0001_initial")]

    operations = [
        migrations.RunSQL(FROZEN, "DROP FUNCTION billing_refuse_change();"),
        *(frozen(table) for table in FROZEN_TABLES),
        migrations.RunSQL(BALANCED, "DROP FUNCTION billing_check_balanced() CASCADE;"),
        migrations.RunSQL(PUBLISHED, "DROP FUNCTION billing_refuse_price_change() CASCADE;"),
        migrations.RunSQL(
            ISSUED,
            "DROP FUNCTION billing_refuse_invoice_change() CASCADE;"
            "DROP FUNCTION billing_refuse_line_change() CASCADE;",
        ),
        readable("billing_priceversion"),
        walled("billing_contract", rights="SELECT"),
        walled("billing_companyprofile", rights="SELECT, INSERT, UPDATE"),
        walled("billing_seatevent", rights="SELECT, INSERT"),
        walled("billing_usagekey", rights="SELECT, INSERT"),
        walled("billing_usageevent", rights="SELECT, INSERT"),
        walled("billing_usagetotal", rights="SELECT, INSERT, UPDATE (quantity, amount)"),
        walled("billing_usageconflict", rights="SELECT, INSERT"),
        walled("billing_ledgeraccount", rights="SELECT, INSERT"),
        walled("billing_ledgertx", rights="SELECT, INSERT"),
        walled("billing_ledgerleg", rights="SELECT, INSERT"),
        walled(
            "billing_accountbalance",
            rights="SELECT, INSERT (company_id), UPDATE (posted, owed, held, seq, head)",
        ),
        walled("billing_hold", rights="SELECT, INSERT, UPDATE (captured, released)"),
        walled("billing_companylimits", rights="SELECT"),
        walled("billing_quotawindow", rights="SELECT, INSERT, UPDATE (used)"),
        walled("billing_topup", rights="SELECT"),
        walled("billing_invoice", rights="SELECT, UPDATE (pdf_sha256)"),
        walled("billing_invoiceline", rights="SELECT"),
    ]
