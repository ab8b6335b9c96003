"""Addresses of the base module, below `/base/`."""

from django.urls import path

from dangol.records import record_urls
from modules.base.records import (
    account_record,
    contact_record,
    customer_record,
    line_record,
    order_record,
    product_record,
)
from modules.base.views import import_checks, import_readings, import_reverts, imports

app_name = "base"
urlpatterns = [
    path("customers/import", imports.import_new, name="customer-import"),
    path("customers/import/<uuid:pk>/", imports.import_page, name="customer-import-page"),
    path(
        "customers/import/<uuid:pk>/columns",
        imports.import_columns,
        name="customer-import-columns",
    ),
    path(
        "customers/import/columns/<uuid:pk>/delete",
        imports.import_mapping_delete,
        name="customer-import-mapping-delete",
    ),
    path(
        "customers/import/<uuid:pk>/reading",
        import_readings.import_reading,
        name="customer-import-reading",
    ),
    path(
        "customers/import/<uuid:pk>/sheet",
        import_readings.import_sheet,
        name="customer-import-sheet",
    ),
    path("customers/import/<uuid:pk>/rows", import_checks.import_rows, name="customer-import-rows"),
    path(
        "customers/import/<uuid:pk>/repair",
        import_checks.import_repair,
        name="customer-import-repair",
    ),
    path("customers/import/<uuid:pk>/drop", imports.import_drop, name="customer-import-drop"),
    path("customers/import/<uuid:pk>/start", imports.import_start, name="customer-import-start"),
    path(
        "customers/import/<uuid:pk>/revert",
        import_reverts.import_revert,
        name="customer-import-revert",
    ),
    path(
        "customers/import/<uuid:pk>/progress",
        imports.import_progress,
        name="customer-import-progress",
    ),
    path(
        "customers/import/<uuid:pk>/rejected.csv",
        imports.import_rejected,
        name="customer-import-rejected",
    ),
    *record_urls(customer_record, "customers"),
    *record_urls(account_record, "accounts"),
    *record_urls(contact_record, "contacts"),
    *record_urls(order_record, "orders"),
    *record_urls(line_record, "order-lines"),
    *record_urls(product_record, "products"),
]
