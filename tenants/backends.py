"""Finding the user of a session: with the plans they hold, which every page asks for (P5, P6)."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from tenants.people.models import Licence, User


class CompanyBackend(AuthenticationBackend):
    """As allauth's, in one statement."""

    def get_user(self, user_id: Any) -> User | None:
        held = Licence.objects.filter(user=OuterRef("pk")).values("plan")
        found = User.objects.annotate(held_plans=ArraySubquery(held)).filter(pk=user_id).first()
        return found if found is not None and self.user_can_authenticate(found) else None
