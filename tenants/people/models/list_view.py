"""A view of a list that one user has shared with the company (보기)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.ids import new_id
from tenants.people.models.user import User


class ListView(models.Model):
    """A name and a selection in the filter language; rows are read under the reader's rights."""

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.CharField(max_length=60)
    """Code of the record type, such as base.customer."""
    name = models.CharField(_("Name"), max_length=40)
    query = models.CharField(max_length=4_000, blank=True)
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["record", "made_at"], name="people_list_view_of")]

    def __str__(self) -> str:
        return self.name
