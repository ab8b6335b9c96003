"""The functions that tables are indexed by: plain SQL in `public`, for every company's schema.

They are immutable, so an index over them is kept by PostgreSQL itself, whichever way a row is
written. They name everything by its schema: an index is also kept while PostgreSQL vacuums, with
another search path. Whoever changes what they return has to build the indexes anew.

`search_text`  a value as it is compared: small letters, one form for each letter (full-width,
               decomposed and ㈜ become plain ones), one space for all that is no letter or digit

`search_keys`  what a record can be found by. With X for any letter:
                 하늘        two letters that follow each other, across spaces; written decomposed,
                             so that what is typed half is the beginning of a key
                 482, kim    three, where all are Latin letters or digits: two would be in too many
                 ᄒᄂ        three initial consonants, or two where no third follows
                 ^하늘       the beginning of a word, six letters of it
               `words` have all of them, `parts` (mail addresses) beginnings alone, `numbers`
               (telephones) threes alone

`search_query` keys as they are asked for. It is marked unfit for parallel work on purpose: starting
               helpers takes longer than finding a hundred records, and the planner cannot know
"""

from __future__ import annotations

from django.conf import settings
from django.db.migrations.operations import RunSQL

SEPARATORS = (
    r"\u0001-\u002f\u003a-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7"
    r"\u2000-\u206f\u3000-\u303f\ufe00-\ufe0f\ufe30-\ufe4f\ufeff"
)
"""What is no letter: the same list for regular expressions of PostgreSQL and Python."""

LONGEST_BEGINNING = 6

NAMES = "public.search_text, public.search_initial, public.search_query, public.search_keys"

CREATE = rf"""
CREATE FUNCTION public.search_text(raw text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 30
RETURN btrim(regexp_replace(
  lower(normalize(raw, NFKC) COLLATE pg_catalog."default"), '[{SEPARATORS}]+', ' ', 'g'));

CREATE FUNCTION public.search_initial(letter text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
  WHEN letter COLLATE "C" BETWEEN '가' AND '힣' THEN chr(4352 + (ascii(letter) - 44032) / 588)
  WHEN letter COLLATE "C" BETWEEN 'ᄀ' AND 'ᄒ' THEN letter END;

CREATE FUNCTION public.search_query(keys text) RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL UNSAFE
RETURN keys::tsquery;

CREATE FUNCTION public.search_keys(words text[], parts text[], numbers text[]) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 5000 AS $keys$
DECLARE
  -- one field ends and the next begins at a private letter, which no key holds
  edge CONSTANT text := U&'\E000';
  word_text text := public.search_text(array_to_string(words, edge));
  part_text text := public.search_text(array_to_string(parts, edge));
  letters text[] := string_to_array(
    replace(word_text, ' ', '') || edge
      || replace(public.search_text(array_to_string(numbers, edge)), ' ', ''), NULL);
BEGIN
  RETURN (
    SELECT array_to_tsvector(array_remove(
      array_agg(CASE
        WHEN a = edge OR b = edge THEN NULL
        WHEN a COLLATE "C" < '{{' AND b COLLATE "C" < '{{'
          THEN CASE WHEN c COLLATE "C" < '{{' THEN a || b || c END
        ELSE normalize(a || b, NFD) END)
      || array_agg(public.search_initial(a) || public.search_initial(b)
                   || coalesce(public.search_initial(c), ''))
      || (SELECT array_agg('^' || normalize(left(word, {LONGEST_BEGINNING}), NFD))
          FROM unnest(string_to_array(translate(word_text || ' ' || part_text, edge, ' '), ' '))
            AS word
          WHERE word <> ''), NULL))
    FROM unnest(letters, letters[2:], letters[3:]) AS found(a, b, c));
END $keys$;

REVOKE ALL ON FUNCTION {NAMES} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {NAMES} TO {settings.COMPANY_GROUP};
"""

DROP = f"DROP FUNCTION {NAMES};"


def search_functions() -> RunSQL:
    """Makes both functions: an operation of a migration of shared tables."""
    return RunSQL(CREATE, DROP)
