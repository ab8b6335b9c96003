"""Views above the list: shared, put into order, put away, begun with (U1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client

from dangol.errors import RuleBroken
from dangol.records.saved import keeping, offered
from modules.base.models import Customer
from modules.base.records import customer_record
from tenants.context import inside
from tenants.models import Company
from tenants.people.models import AuditEntry, User

pytestmark = pytest.mark.feature("U1")
Browse = Callable[..., Client]
LIST = "/base/customers/"
HTMX = {"HX-Request": "true"}


def pill(client: Client, label: str) -> Any:
    views = client.get(f"{LIST}?view=all").context["views"]
    return next((each for each in [*views.pills, *views.more] if each.label == label), None)


def kept(client: Client, name: str, query: str) -> Any:
    client.post(f"{LIST}views", {"name": name, "query": query})
    return pill(client, name)


def test_a_shared_view_is_found_by_everybody_and_changed_by_its_maker_alone(
    browse: Browse, carol: User, bob: User, ada: User, hanbit: Company
) -> None:
    maker = browse(carol)
    view = kept(maker, "우수", "grade=1&sort=name")
    assert pill(browse(ada), "우수") is None
    maker.post(f"{LIST}views/{view.code}/share")
    seen = pill(browse(ada), "우수")
    assert (seen.code, seen.kind, seen.author) == (view.code, "shared", carol.name)
    maker.post(f"{LIST}views/{view.code}", {"name": "A+ 고객"})
    assert pill(browse(ada), "A+ 고객").query == "grade=1&sort=name"
    with inside(hanbit), pytest.raises(RuleBroken) as refused:
        keeping.change_view(customer_record, bob_with_base(bob), view.code, name="남의 것")
    assert refused.value.code == "view_not_mine"
    with inside(hanbit):
        deeds = AuditEntry.objects.filter(subject="tenants.view").order_by("at", "id")
        assert [each.action for each in deeds] == ["tenants.view.share", "tenants.view.edit"]


def counted(client: Client) -> str:
    """What stands at the first view of the list, asked as the page asks for it."""
    listed = client.get(f"{LIST}?view=all").context["views"]
    shown = listed if listed.is_counted else client.get(f"{LIST}views?view=all").context["views"]
    return str(shown.pills[0].count)


def test_who_adds_or_deletes_a_record_sees_the_views_counted_anew_at_once(
    browse: Browse, ada: User, hanbit: Company
) -> None:
    client = browse(ada)
    assert [counted(client), counted(client)] == ["0", "0"]
    client.post(f"{LIST}new", {"name": "김하늘", "mailing_place": "home"})
    with inside(hanbit):
        customer = Customer.objects.get()
    assert counted(client) == "1"
    client.post(f"{LIST}{customer.pk}/delete")
    assert counted(client) == "0"
    client.post(f"{LIST}{customer.pk}/restore")
    assert counted(client) == "1"


def test_a_record_is_shared_in_the_words_of_giving(
    browse: Browse, ada: User, hanbit: Company
) -> None:
    with inside(hanbit):
        customer = Customer.objects.create(name="김하늘")
    client = browse(ada)
    shares = client.get(f"{LIST}{customer.pk}/shares").content.decode()
    assert "<title>공유 · 김하늘" in shares
    assert "비중" not in shares + client.get(f"{LIST}{customer.pk}/").content.decode()


def bob_with_base(bob: User) -> User:
    """Bob as he would be with the licence: a member who did not make the view."""
    bob.__dict__["entitlements"] = frozenset({"base", "campaign"})
    return bob


def test_a_shared_view_goes_and_comes_back_and_becomes_one_s_own_again(
    browse: Browse, carol: User, ada: User
) -> None:
    maker, other = browse(carol), browse(ada)
    view = kept(maker, "우수", "grade=1")
    maker.post(f"{LIST}views/{view.code}/share")
    other.post(f"{LIST}views/{view.code}/delete")  # an administrator may
    assert pill(maker, "우수") is None
    other.post(f"{LIST}views/{view.code}/restore")
    assert pill(maker, "우수").kind == "shared"
    answer = other.post(f"{LIST}views/{view.code}/share", {"back": "1"}, follow=True)
    assert "toast error" in answer.content.decode()
    maker.post(f"{LIST}views/{view.code}/share", {"back": "1"})
    assert pill(maker, "우수").kind == "own"
    assert pill(other, "우수") is None


@pytest.mark.feature("P5")
@pytest.mark.parametrize("query", ["company_name=한빛", "sort=-company_name"])
def test_a_shared_view_opens_no_hidden_field(
    inside_hanbit: Company, carol: User, ada: User, query: str
) -> None:
    guarded = replace(customer_record, also_hidden=lambda user: {"company_name"})
    view = keeping.save_view(customer_record, carol, "한빛 사람", query)
    keeping.share_view(customer_record, carol, view)
    assert view in [each.code for each in offered.offered_views(customer_record, ada)]
    assert view not in [each.code for each in offered.offered_views(guarded, ada)]


def test_a_shared_view_shows_each_reader_their_own_rows(
    browse: Browse, carol: User, ada: User, hanbit: Company
) -> None:
    with inside(hanbit):
        Customer.objects.create(name="캐럴의 고객", owner=carol)
        Customer.objects.create(name="에이다의 고객", owner=ada)
    maker = browse(carol)
    view = kept(maker, "내 것", "owner=me&sort=name")
    maker.post(f"{LIST}views/{view.code}/share")
    listing = browse(ada).get(f"{LIST}{pill(browse(ada), '내 것').address}").context["listing"]
    assert [row.name for row in listing.page.rows] == ["에이다의 고객"]


@pytest.mark.feature("V1")
def test_another_company_finds_no_shared_view(browse: Browse, carol: User, eve: User) -> None:
    maker = browse(carol)
    view = kept(maker, "우수", "grade=1")
    maker.post(f"{LIST}views/{view.code}/share")
    stranger = browse(eve)
    assert pill(stranger, "우수") is None
    assert stranger.get(f"{LIST}views/{view.code}/menu").status_code == 404
    stranger.post(f"{LIST}views/{view.code}/delete")
    assert pill(maker, "우수") is not None


def test_views_stand_as_each_user_has_put_them(browse: Browse, carol: User, ada: User) -> None:
    client = browse(carol)
    first = [each.code for each in client.get(LIST).context["views"].pills]
    assert (
        client.post(f"{LIST}views/arrange", {"order": first[::-1]}, headers=HTMX).status_code == 204
    )
    assert [each.code for each in client.get(LIST).context["views"].pills] == first[::-1]
    assert [each.code for each in browse(ada).get(LIST).context["views"].pills] == first
    new = kept(client, "새 보기", "grade=1")
    assert client.get(LIST).context["views"].pills[-1].code == new.code


def test_a_view_put_away_stands_in_the_menu_unless_it_is_chosen(
    browse: Browse, carol: User
) -> None:
    client = browse(carol)
    client.post(f"{LIST}views/arrange", {"unpin": "mine"})
    views = client.get(LIST).context["views"]
    assert "mine" not in [each.code for each in views.pills]
    assert [each.code for each in views.more] == ["mine"]
    chosen = client.get(f"{LIST}?view=mine&owner=me").context["views"]
    assert "mine" in [each.code for each in chosen.pills]
    client.post(f"{LIST}views/arrange", {"pin": "mine"})
    assert client.get(LIST).context["views"].more == []


def test_the_list_begins_with_the_view_that_the_user_chose(
    browse: Browse, carol: User, ada: User
) -> None:
    client = browse(carol)
    client.post(f"{LIST}views/arrange", {"start": "mine"})
    answer = client.get(LIST)
    assert answer.status_code == 302
    assert parse_qs(answer["Location"].partition("?")[2]) == {"view": ["mine"], "owner": ["me"]}
    assert client.get(f"{LIST}?view=all").context["views"].active.code == "all"
    assert browse(ada).get(LIST).status_code == 200
    client.post(f"{LIST}views/arrange", {"start": ""})
    assert client.get(LIST).status_code == 200


def test_a_start_that_is_gone_begins_with_everything(browse: Browse, carol: User) -> None:
    client = browse(carol)
    view = kept(client, "곧 없다", "grade=1")
    client.post(f"{LIST}views/arrange", {"start": view.code})
    assert client.get(LIST).status_code == 302
    client.post(f"{LIST}views/{view.code}/delete")
    assert client.get(LIST).status_code == 200


def test_the_menu_of_a_view_offers_what_may_be_done_with_it(
    browse: Browse, carol: User, ada: User
) -> None:
    client = browse(carol)
    given = client.get(f"{LIST}views/mine/menu", headers=HTMX).content.decode()
    assert "unpin" in given
    assert "/delete" not in given
    view = kept(client, "우수", "grade=1")
    own = client.get(f"{LIST}views/{view.code}/menu?grade=2", headers=HTMX).content.decode()
    assert f"{view.code}/share" in own
    assert f"{view.code}/delete" in own
    assert 'name="selection"' in own
    unchanged = client.get(f"{LIST}views/{view.code}/menu?grade=1", headers=HTMX).content.decode()
    assert 'name="selection"' not in unchanged
    assert "<html" in client.get(f"{LIST}views/{view.code}/menu").content.decode()
    assert client.get(f"{LIST}views/none/menu").status_code == 404


def test_saving_is_offered_after_a_change_only(browse: Browse, carol: User) -> None:
    client = browse(carol)
    assert 'id="new-view"' not in client.get(LIST).content.decode()
    assert 'id="new-view"' not in client.get(f"{LIST}?view=mine&owner=me").content.decode()
    assert 'id="new-view"' in client.get(f"{LIST}?view=mine&owner=me&grade=1").content.decode()


def test_columns_and_their_widths_are_kept_for_each_view(
    browse: Browse, carol: User, hanbit: Company
) -> None:
    with inside(hanbit):
        Customer.objects.create(name="김하늘", owner=carol)
    client = browse(carol)
    mine = "view=mine&owner=me"
    client.post(f"{LIST}columns", {"columns": ["name", "source"], "query": mine}, headers=HTMX)
    client.post(f"{LIST}columns", {"width": ["name:240", "source:9000"], "query": mine})

    def heads(query: str) -> list[tuple[str, Any]]:
        context = client.get(f"{LIST}?{query}").context
        return [(head.column.name, width) for head, width in context["heads"]]

    assert heads(mine) == [("name", 240), ("source", 800)]
    assert len(heads("view=all")) == 8
    assert "table-fixed" in client.get(f"{LIST}?{mine}").content.decode()
    answer = client.post(f"{LIST}columns", {"width": ["password:240"], "query": mine}, follow=True)
    assert "toast error" in answer.content.decode()
    client.post(f"{LIST}columns", {"width": ["name:x"], "query": mine})
    assert [width for _name, width in heads(mine)] == ["", ""]
    client.post(f"{LIST}columns", {"usual": "1", "query": mine})
    assert len(heads(mine)) == 8


def test_a_look_that_is_none_is_not_remembered_and_forgets_what_was(
    browse: Callable[..., Any], carol: User
) -> None:
    client = browse(carol)
    path = "/base/customers/"
    assert client.get(f"{path}?look=board&by=grade").status_code == 200
    assert "look=board" in client.get(path).headers.get("Location", "")
    for wrong in ("look=table", "look=board&group=memo", "look=board&by=memo"):
        page = client.get(f"{path}?{wrong}")
        assert page.context["listing"].problems, "it is said once"
        assert client.get(path).status_code == 200, "and the list opens as a list again"
