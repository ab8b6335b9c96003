"""The peer of `tests.bench.send_mail`: django-post-office with two processes, at its best.

Its mails are rendered before the clock starts, its batches are large, and logging is off. Run as
`python -m tests.bench._post_office DATABASE SMTP_PORT MAILS`; prints "ready", waits for a line, and
prints the seconds of sending.
"""

from __future__ import annotations

import sys
import time

import django
from django.conf import settings

from tests.bench._texts import HTML, PLAIN, SUBJECT

PROCESSES = 2


def configure(database: str, port: int) -> None:
    import environ

    settings.configure(
        SECRET_KEY="benchmark",
        INSTALLED_APPS=["django.contrib.contenttypes", "post_office"],
        DATABASES={"default": environ.Env.db_url_config(database)},
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        TEMPLATES=[
            {"BACKEND": "django.template.backends.django.DjangoTemplates", "NAME": "django"}
        ],
        EMAIL_BACKEND="post_office.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        POST_OFFICE={
            "BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"},
            "BATCH_SIZE": 2_000,
            "LOG_LEVEL": 0,
        },
    )
    django.setup()


def main() -> None:
    database, port, mails = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    configure(database, port)
    from django.core.management import call_command
    from post_office import mail
    from post_office.models import Email

    call_command("migrate", verbosity=0)
    Email.objects.all().delete()
    for start in range(0, mails, 1_000):
        mail.send_many([_mail(number) for number in range(start, min(mails, start + 1_000))])
    print("ready", flush=True)
    sys.stdin.readline()
    started = time.perf_counter()
    mail.send_queued_mail_until_done(processes=PROCESSES)
    seconds = time.perf_counter() - started
    sent = Email.objects.filter(status=0).count()
    if sent != mails:
        raise SystemExit(f"The peer sent {sent} of {mails} mails.")
    print(seconds)


def _mail(number: int) -> dict[str, object]:
    name = f"손님{number}"
    return {
        "recipients": [f"p{number}@people.example"],
        "sender": "한빛물산 <news@hanbit.example>",
        "subject": SUBJECT.replace("{{ name }}", name),
        "message": PLAIN.replace("{{ name }}", name),
        "html_message": HTML.replace("{{ name }}", name),
    }


if __name__ == "__main__":
    main()
