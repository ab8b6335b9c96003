"""The scheduler process: rings every declared job at its interval, one scheduler at a time.

Jobs are idempotent and find their work in PostgreSQL, so a missed or doubled ring does no harm.
"""

from __future__ import annotations

import logging
import signal
import threading

import django
from apscheduler.schedulers.background import BackgroundScheduler
from django.db import close_old_connections
from django.utils.module_loading import import_string

from dangol import environment, registry

log = logging.getLogger(__name__)


def run_job(job: registry.Job) -> None:
    """Does one job once; an error is logged and the job comes back at its next turn."""
    close_old_connections()
    try:
        import_string(job.run)()
    except Exception:
        log.exception("Job %s failed; it runs again in %s s.", job.code, job.seconds)
    finally:
        close_old_connections()


def main() -> None:
    """Runs until SIGTERM or SIGINT."""
    environment.configure()
    django.setup()
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    scheduler = BackgroundScheduler(
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    for job in registry.jobs():
        scheduler.add_job(run_job, "interval", [job], seconds=job.seconds, id=job.code)
    scheduler.start()
    stop.wait()
    scheduler.shutdown(wait=True)


if __name__ == "__main__":
    main()
