"""The mail page of development, on the public site only: what would have been sent."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from dangol import mailbox
from dangol.access import anyone


@anyone
@require_GET
def mail_list(request: HttpRequest) -> HttpResponse:
    return render(request, "dev/mail_list.html", {"mails": list(mailbox.kept_mails())})


@anyone
@require_GET
def mail_page(request: HttpRequest, key: str) -> HttpResponse:
    mail = mailbox.kept_mail(key)
    if mail is None:
        raise Http404
    return render(request, "dev/mail_page.html", {"mail": mail})


urlpatterns = [
    path("dev/mail/", mail_list, name="dev-mail"),
    path("dev/mail/<slug:key>", mail_page, name="dev-mail-page"),
]
