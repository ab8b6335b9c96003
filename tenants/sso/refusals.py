"""Why somebody does not come in by single sign-on, in sentences (P6)."""

from __future__ import annotations

from allauth.socialaccount.providers.base import ProviderException
from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "cancelled": _("You did not log in at your company's account page. Try again when you like."),
    "state": _("This log-in took too long or was begun elsewhere. Begin it again from here."),
    "unreachable": _(
        "Your company's account page cannot be reached. Try again, or tell an administrator."
    ),
    "client": _("Your company's account page does not know this service. Tell an administrator."),
    "token": _(
        "What your company's account page sent could not be trusted. Tell an administrator."
    ),
    "email": _("Your company's account page sent no mail address. Tell an administrator."),
    "unverified": _("Your mail address is not confirmed at your company's account page."),
    "domain": _("Your mail address does not belong to this company. Use your company's account."),
    "unknown": _("You are not a user here yet. Ask an administrator to invite you."),
    "taken": _("Your company account belongs to another user here. Tell an administrator."),
    "licence": _("There is no licence left for you. Ask an administrator."),
}


TESTED = {
    "cancelled": _("You did not log in at the provider."),
    "state": _("The test took too long or was begun elsewhere. Press “Test the connection” again."),
    "unreachable": _("The provider does not answer at present."),
    "client": _("The provider did not accept the client ID or the client secret."),
    "token": _(
        "What the provider sent could not be proved: its key or certificate, its clock or an"
        " address differs from what stands here."
    ),
}
"""The same to the administrator who tests; the others fit both."""


class SignOnRefused(ProviderException):  # type: ignore[misc]
    """`reason` is a key of SENTENCES; `detail` is for the log and the administrator's test."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(detail or reason)
        self.reason, self.detail = reason, detail
