"""Addresses of the base module, below `/base/`."""

from django.urls import path

from dangol.records import record_urls
from modules.base.records import (
    account_record,
    address_record,
    complaint_record,
    consent_record,
    contact_record,
    customer_group_record,
    customer_record,
    group_record,
    interest_record,
    line_record,
    material_record,
    order_record,
    person_record,
    product_record,
    rating_record,
    relation_record,
    source_record,
    year_record,
)
from modules.base.views import (
    answers,
    cards,
    consents,
    group_files,
    groups,
    relation_map,
    sources,
    telling,
)

app_name = "base"
urlpatterns = [
    path("customers/cards", cards.customer_cards, name="customer-cards"),
    path("customers/<uuid:pk>/card", cards.customer_card, name="customer-card"),
    *record_urls(customer_record, "customers"),
    path(
        "customers/<uuid:pk>/consents/<slug:name>",
        consents.customer_consent,
        name="customer-consent",
    ),
    path("groups/join", groups.group_join, name="group-join"),
    path("groups/leave", groups.group_leave, name="group-leave"),
    path("groups/<uuid:pk>/members", group_files.group_members, name="group-members"),
    path(
        "groups/<uuid:pk>/members/undo", group_files.group_members_undo, name="group-members-undo"
    ),
    path(
        "groups/<uuid:pk>/members/rejected",
        group_files.group_members_rejected,
        name="group-members-rejected",
    ),
    *record_urls(customer_group_record, "groups"),
    path("sources/<uuid:pk>/merge", sources.source_merge, name="source-merge"),
    *record_urls(source_record, "sources"),
    path("consents/notices", telling.consent_notices, name="consent-notices"),
    path(
        "consents/notices/settings", telling.consent_notice_settings, name="consent-notice-settings"
    ),
    path("answers/<str:token>", answers.own_answers, name="own-answers"),
    *record_urls(consent_record, "consents"),
    path("accounts/map/", relation_map.account_map, name="account-map"),
    path("accounts/<uuid:pk>/move", relation_map.account_move, name="account-move"),
    *record_urls(account_record, "accounts"),
    *record_urls(contact_record, "contacts"),
    *record_urls(order_record, "orders"),
    *record_urls(line_record, "order-lines"),
    *record_urls(product_record, "products"),
    *record_urls(material_record, "materials"),
    *record_urls(complaint_record, "complaints"),
    *record_urls(interest_record, "interests"),
    *record_urls(relation_record, "relations"),
    *record_urls(group_record, "account-groups"),
    *record_urls(year_record, "account-years"),
    *record_urls(address_record, "account-addresses"),
    *record_urls(rating_record, "account-ratings"),
    *record_urls(person_record, "account-people"),
]
