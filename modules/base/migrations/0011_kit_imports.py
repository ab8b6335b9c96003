"""Imports belong to every record type now: what was kept of them moves to `tenants.importing`."""

from __future__ import annotations

from django.db import migrations

RUN = """id, file_name, stored_name, encoding, delimiter, sheets, sheet, header, mapping,
 on_duplicate, keys, state, problem, masked, rows_total, check_no, rows_checked, will_create,
 will_update, will_skip, will_reject, rows_done, created, updated, skipped, rejected, is_journaled,
 revert, revert_at, reverted, kept, reverted_by_id, started_by_id, uploaded_at, touched_at,
 finished_at"""
PROBLEM = "run_id, number, reason, verdict, cells, mended, left_out"
CHANGE = "number, is_new, before, after, moment"
MAPPING = "id, name, signature, heads, keys, on_duplicate, user_id, used_at"
MOVE = f"""
INSERT INTO importing_importrun (record, {RUN}) SELECT 'base.customer', {RUN} FROM base_importrun;
INSERT INTO importing_importrow (run_id, number, state, record_id, reason, said, cells)
SELECT run_id, number, state, customer_id, reason, '', cells FROM base_importrow;
INSERT INTO importing_importproblem (said, {PROBLEM}) SELECT '', {PROBLEM} FROM base_importproblem;
INSERT INTO importing_importchange (run_id, record_id, {CHANGE})
SELECT run_id, customer_id, {CHANGE} FROM base_importchange;
INSERT INTO importing_importkept (run_id, record_id, reason)
SELECT run_id, customer_id, reason FROM base_importkept;
INSERT INTO importing_importmapping (record, {MAPPING})
SELECT 'base.customer', {MAPPING} FROM base_importmapping;
"""
WORDS = """
UPDATE notices_notice SET kind = 'tenants.import.finished', record = 'tenants.import'
 WHERE kind = 'base.import.finished';
UPDATE people_auditentry SET subject = replace(subject, 'base.', 'tenants.'),
       action = replace(action, 'base.', 'tenants.'),
       changes = jsonb_build_object('record', 'base.customer') || changes
 WHERE subject IN ('base.import', 'base.import_mapping');
"""
REASONS = """
UPDATE importing_importrow SET reason = 'missing:name' WHERE reason = 'name_missing';
UPDATE importing_importproblem SET reason = 'missing:name' WHERE reason = 'name_missing';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0010_record_types"),
        ("importing", "0001_first"),
        ("notices", "0002_browsers"),
        ("people", "0005_list_view"),
    ]

    operations = [
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
        migrations.RunSQL(WORDS, migrations.RunSQL.noop),
        migrations.RunSQL(REASONS, migrations.RunSQL.noop),
        migrations.DeleteModel(name="ImportChange"),
        migrations.DeleteModel(name="ImportKept"),
        migrations.DeleteModel(name="ImportMapping"),
        migrations.DeleteModel(name="ImportProblem"),
        migrations.DeleteModel(name="ImportRow"),
        migrations.DeleteModel(name="ImportRun"),
    ]
