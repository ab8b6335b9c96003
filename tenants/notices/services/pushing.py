"""Carrying notices to browsers: whose they are, and one message to each (U9).

A message is promised as an errand in the transaction that empties `push_at`. It may be sent twice:
it carries the notice's id as its tag, so the browser shows it once.
"""

from __future__ import annotations

import json
import logging

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy, override

from dangol import clock
from dangol.errors import RuleBroken
from tenants import context, errands, outside
from tenants.notices.models import Device, Notice
from tenants.notices.push import sealing
from tenants.notices.queries import centre
from tenants.people.models import User

log = logging.getLogger(__name__)
AT_ONCE = 200
MOST_DEVICES = 20
GONE = (404, 410)
"""Answers that say: this browser does not want it any more."""
LATER = (408, 425, 429)
LIFE_SECONDS = 86_400
LONGEST = 500
"""Characters of a sentence; a message has 4 KB."""
SEND = "tenants.notices.services.pushing.send"


@transaction.atomic
def add(user: User, *, endpoint: str, p256dh: str, auth: str, agent: str) -> Device:
    """Keeps a browser of the user; the same again renews it. RuleBroken for what is none."""
    try:
        outside.check(endpoint)
        sealing.receiver_key(p256dh)
        if len(sealing.decode(auth)) != 16 or len(endpoint) > 1000:
            raise ValueError("no subscription")
    except ValueError as error:
        raise RuleBroken(
            "push_unknown", gettext_lazy("This browser cannot be reached. Try another one.")
        ) from error
    device, _new = Device.objects.update_or_create(
        endpoint=endpoint,
        defaults={"user": user, "p256dh": p256dh, "auth": auth, "agent": agent[:300]},
    )
    old = Device.objects.filter(user_id=user.pk).order_by("-made_at").values("pk")[MOST_DEVICES:]
    Device.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()
    return device


@transaction.atomic
def remove(user: User, endpoint: str) -> None:
    """Forgets a browser of the user."""
    Device.objects.filter(user_id=user.pk, endpoint=endpoint).delete()


@transaction.atomic
def promise_due() -> int:
    """Promises a message to each browser of whoever has notices due; returns how many."""
    due = Notice.objects.filter(push_at__lte=clock.now()).order_by("push_at", "pk")
    rows = list(due.select_for_update(skip_locked=True)[:AT_ONCE])
    devices = list(Device.objects.filter(user_id__in={row.user_id for row in rows}))
    pairs = [(row, d) for row in rows for d in devices if d.user_id == row.user_id]
    for row, device in pairs:
        errands.post(SEND, str(row.pk), str(device.pk))
    Notice.objects.filter(pk__in=[row.pk for row in rows]).update(push_at=None)
    return len(pairs)


def send(notice_key: str, device_key: str) -> None:
    """The errand: one notice to one browser, if it is unread and may still be seen.

    OSError when the service does not take it now: the errand comes again.
    """
    device = Device.objects.filter(pk=device_key, user__is_active=True).first()
    rows = Notice.objects.filter(pk=notice_key, read_at=None).select_related("actor")
    if device is None:
        return
    user = device.user
    with override(user.language):
        lines = centre.lines(user, rows.filter(user_id=user.pk))
        if lines:
            _post(device, _message(lines[0]))


def _message(line: centre.Line) -> bytes:
    """The sentence and where it leads; nothing else about anybody."""
    told = {
        "title": context.company().name,
        "body": line.sentence[:LONGEST],
        "url": reverse("tenants:notice-open", args=[line.notice.pk]),
        "tag": str(line.notice.pk),
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _post(device: Device, message: bytes) -> None:
    headers = {
        "Authorization": sealing.signature(device.endpoint),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(LIFE_SECONDS),
    }
    body = sealing.seal(message, device.p256dh, device.auth)
    try:
        status = outside.post(device.endpoint, body, headers).status
    except outside.Refused:
        status = GONE[0]  # a name that has come to lead inside: never again
    if status in GONE:
        device.delete()
    elif status in LATER or status >= 500:
        raise OSError(f"the push service answered {status}")
    elif status >= 300:
        log.warning("A push service refused a message with %s.", status)
