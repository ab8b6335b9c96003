from django.conf import settings
from django.db import migrations

NAMES = "public.custom_date(text), public.custom_time(text)"

CREATE = f"""
-- dates and times of a company's own fields; casts depend on the session, and no index holds them
CREATE FUNCTION public.custom_date(raw text) RETURNS date
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN make_date(
  split_part(raw, '-', 1)::int, split_part(raw, '-', 2)::int, split_part(raw, '-', 3)::int);

CREATE FUNCTION public.custom_time(raw text) RETURNS time
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN make_time(split_part(raw, ':', 1)::int, split_part(raw, ':', 2)::int, 0);

REVOKE ALL ON FUNCTION {NAMES} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {NAMES} TO {settings.COMPANY_GROUP};
"""


class Migration(migrations.Migration):
    """The functions that values of a company's own fields are read by."""

    dependencies = [
        ("tenants", "0004_search_functions"),
    ]

    operations = [
        migrations.RunSQL(CREATE, f"DROP FUNCTION {NAMES};"),
    ]
