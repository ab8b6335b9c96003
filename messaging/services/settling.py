"""What a send is when nothing can be claimed from it: done, waiting, limited (decision 13)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Count

from dangol import clock
from messaging.dispatch import tickets
from messaging.models import Message, Send
from messaging.services import funding, returning, transitions

Status = Send.Status
Reason = Send.Reason
SOON = timedelta(seconds=0.3)
WHILE_IN_HANDS = timedelta(seconds=10)
WIND_DOWN = 20_000
"""Rows of a cancelled send that one step skips."""
OPEN_ROWS = """
SELECT
  EXISTS (SELECT FROM messaging_message
          WHERE send_id = %(send)s AND state IN ('claimed', 'dispatching')),
  (SELECT min(next_at) FROM messaging_message
   WHERE send_id = %(send)s AND state IN ('pending', 'retry')),
  EXISTS (SELECT FROM messaging_message
          WHERE send_id = %(send)s AND state IN ('pending', 'retry') AND reason = 'night')
"""


def tally(send: Send) -> dict[str, int]:
    """{state: rows}, counted from the rows."""
    rows = Message.objects.filter(send=send).order_by()
    return dict(rows.values_list("state").annotate(rows=Count("pk")))


def remember_tally(send: Send) -> dict[str, int]:
    """Counts the rows and keeps the figures with the send, for quick looks at large sends."""
    counts = tally(send)
    Send.objects.filter(pk=send.pk).update(tally=counts)
    return counts


@transaction.atomic
def settle(send: Send) -> None:
    """Ends the send when every row has ended, read from the rows; else says when to look again."""
    send.refresh_from_db()
    if send.status not in (Status.RUNNING, Status.LIMITED):
        return
    in_hands, next_at, is_night = _open_rows(send)
    if not send.expand_done:
        tickets.sleep(send.pk, clock.real_now() + SOON)
        return
    if in_hands:  # whoever has them looks again when they are through, else the sweeper does
        tickets.sleep(send.pk, clock.real_now() + WHILE_IN_HANDS)
        return
    if next_at is None:
        _finish(send)
        return
    if next_at > clock.now():
        if is_night:
            limit(send, Reason.NIGHT, next_at)
        tickets.sleep(send.pk, tickets.platform_time(next_at))


def _open_rows(send: Send) -> tuple[bool, datetime | None, bool]:
    """Whether a pump has rows in hand, when the next unsent row is due, whether any waits for the
    morning: one statement, because of two a row that is claimed in between would be in neither."""
    with connection.cursor() as cursor:
        cursor.execute(OPEN_ROWS, {"send": send.pk})
        return cursor.fetchone()  # type: ignore[return-value]


def _finish(send: Send) -> None:
    if transitions.move(send, Status.DONE, source=[Status.RUNNING, Status.LIMITED]):
        close(send)


def close(send: Send) -> None:
    """Gives back money and tickets of a send that has ended; unknown rows keep theirs a while.

    While rows are open a ticket stays, so that somebody ends them and closes again.
    """
    if not send.is_free:
        funding.release_rest(send)
    in_hands, unsent_at, _ = _open_rows(send)
    if in_hands or unsent_at:
        tickets.close(send.pk, keep=clock.real_now() + SOON)
        return
    remember_tally(send)
    expiry = returning.next_expiry(send)
    tickets.close(send.pk, keep=tickets.platform_time(expiry) if expiry else None)


@transaction.atomic
def limit(send: Send, reason: Reason, until: datetime) -> None:
    """Send-limited until a moment, when the send goes on by itself."""
    moved = transitions.move(
        send, Status.LIMITED, source=[Status.RUNNING], reason=reason, next_at=until
    )
    if moved:
        tickets.sleep(send.pk, tickets.platform_time(until))


@transaction.atomic
def run_short(send: Send) -> None:
    """The account does not cover the next message: waits for a top-up."""
    source = [Status.RUNNING, Status.WAITING]
    if transitions.move(send, Status.INSUFFICIENT, source=source):
        tickets.sleep(send.pk, None)


@transaction.atomic
def wind_down(send: Send) -> bool:
    """Skips what a cancelled send had left, a part at a time; True when nothing is left to do."""
    unsent = Message.objects.filter(send=send, state__in=Message.UNSENT)
    rows = unsent.select_for_update(skip_locked=True, no_key=True).values_list("pk", flat=True)
    ids = list(rows[:WIND_DOWN])
    Message.objects.filter(pk__in=ids).update(
        state=Message.State.SKIPPED, state_at=clock.now(), reason="cancelled"
    )
    in_hands, unsent_at, _ = _open_rows(send)
    if in_hands or unsent_at:
        return False
    close(send)
    return True
