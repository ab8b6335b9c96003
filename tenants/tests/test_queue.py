"""Messages know their company; the bell may fail, the work does not (P3, S3)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from dramatiq import Message
from redis.exceptions import RedisError

from dangol import clock
from dangol.queue import broker
from tenants import context, errands
from tenants.models import Company, Errand
from tenants.queue import Unaddressed, company_actor

pytestmark = pytest.mark.feature("P3")


def test_a_message_without_an_address_is_refused_at_the_door() -> None:
    bare = Message(queue_name="errands", actor_name="run", args=("x",), kwargs={}, options={})
    with pytest.raises(Unaddressed):
        broker.enqueue(bare)


def test_a_company_actor_cannot_be_rung_from_nowhere() -> None:
    @company_actor(actor_name="test_only_actor", queue_name="tests")
    def work() -> None:
        """Nothing."""

    with pytest.raises(context.OutOfPlace):
        work.ring()


@pytest.mark.django_db
def test_when_redis_is_away_the_promise_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: object, **options: object) -> None:
        raise RedisError("away")

    monkeypatch.setattr(broker, "enqueue", away)
    with context.platform("test"):
        errand = errands.post("tenants.tests.test_queue.nothing")
        errands.run.ring(str(errand.pk))
        assert Errand.objects.filter(pk=errand.pk, done_at=None).exists()


def nothing() -> None:
    """An errand that succeeds."""


def trouble() -> None:
    """An errand that fails."""
    raise OSError("no mail server")


@pytest.mark.django_db
def test_a_failed_errand_keeps_its_error_and_comes_back_later() -> None:
    with context.platform("test"):
        errand = errands.post("tenants.tests.test_queue.trouble")
    errands.run.actor.fn(str(errand.pk))
    with context.platform("test"):
        errand.refresh_from_db()
        assert errand.error == "OSError: no mail server"
        assert errand.done_at is None
        assert errand.next_at > clock.real_now() + timedelta(seconds=30)
        errands.run.actor.fn(str(errand.pk))
        errand.refresh_from_db()
        assert errand.attempts == 1, "not before its time"


@pytest.mark.django_db
def test_an_errand_is_done_once_however_often_it_is_rung() -> None:
    with context.platform("test"):
        errand = errands.post("tenants.tests.test_queue.nothing")
    errands.run.actor.fn(str(errand.pk))
    errands.run.actor.fn(str(errand.pk))
    with context.platform("test"):
        errand.refresh_from_db()
        assert errand.attempts == 1


@pytest.mark.django_db
def test_what_a_failing_errand_wrote_is_taken_back(hanbit: Company) -> None:
    with context.platform("test"), transaction.atomic():
        errand = errands.post("tenants.tests.test_queue.rename_then_fail")
    errands.run.actor.fn(str(errand.pk))
    with context.platform("test"):
        assert Company.objects.get(pk=hanbit.pk).name == hanbit.name


def rename_then_fail() -> None:
    """An errand that writes and then fails."""
    Company.objects.update(name="spoiled")
    raise OSError("plug pulled")


@pytest.mark.django_db
def test_an_errand_over_which_its_worker_died_has_used_up_an_attempt() -> None:
    with context.platform("test"):
        errand = errands.post("tenants.tests.test_queue.nothing")
        assert errands._begin(str(errand.pk)) is not None  # and then the plug is pulled
        errand.refresh_from_db()
        assert (errand.attempts, errand.done_at) == (1, None)
        assert errands._begin(str(errand.pk)) is None, "its next attempt is not due yet"
        later = clock.real_now() - timedelta(seconds=1)
        Errand.objects.filter(pk=errand.pk).update(attempts=errands.MOST_ATTEMPTS, next_at=later)
        assert errands._begin(str(errand.pk)) is None, "it is parked"
