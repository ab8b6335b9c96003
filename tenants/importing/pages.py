"""The import's addresses below those of every record type that can be imported (U5)."""

from __future__ import annotations

from dangol.imports.pages import ImportPage
from tenants.importing.views import checks, readings, replacing, reverts, runs

BY_PAGE = {"asked_by_page": True}

PAGES = (
    ImportPage(
        route="import", name="import", view=runs.import_new, marks={"upload": True},
        own_forgery_check=True,
    ),
    ImportPage(route="import/<uuid:pk>/", name="import-page", view=runs.import_page),
    ImportPage(route="import/<uuid:pk>/columns", name="import-columns", view=runs.import_columns),
    ImportPage(
        route="import/columns/<uuid:pk>/delete", name="import-mapping-delete",
        view=runs.import_mapping_delete,
    ),
    ImportPage(
        route="import/<uuid:pk>/reading", name="import-reading", view=readings.import_reading,
        marks=BY_PAGE,
    ),
    ImportPage(route="import/<uuid:pk>/sheet", name="import-sheet", view=readings.import_sheet),
    ImportPage(
        route="import/<uuid:pk>/rows", name="import-rows", view=checks.import_rows, marks=BY_PAGE
    ),
    ImportPage(route="import/<uuid:pk>/repair", name="import-repair", view=checks.import_repair),
    ImportPage(route="import/<uuid:pk>/rules", name="import-rules", view=checks.import_rules),
    ImportPage(
        route="import/<uuid:pk>/replace", name="import-replace", view=replacing.import_replace
    ),
    ImportPage(route="import/<uuid:pk>/drop", name="import-drop", view=runs.import_drop),
    ImportPage(route="import/<uuid:pk>/start", name="import-start", view=runs.import_start),
    ImportPage(route="import/<uuid:pk>/revert", name="import-revert", view=reverts.import_revert),
    ImportPage(
        route="import/<uuid:pk>/progress", name="import-progress", view=runs.import_progress,
        marks=BY_PAGE,
    ),
    ImportPage(
        route="import/<uuid:pk>/rejected.csv", name="import-rejected", view=runs.import_rejected
    ),
)  # fmt: skip
