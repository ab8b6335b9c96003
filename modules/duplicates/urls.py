"""Addresses of the duplicates module, below `/duplicates/`."""

from django.urls import URLPattern, path

from modules.duplicates.views import choosing, merged, queue, scans

app_name = "duplicates"


def _of_type(code: str, prefix: str) -> list[URLPattern]:
    """The screens of one record type, below the word that its own addresses have."""
    noun, named = code.partition(".")[2], {"code": code}
    return [
        path(f"{prefix}/", queue.pair_queue, named, name=f"{noun}-queue"),
        path(f"{prefix}/scan", scans.scan_start, named, name=f"{noun}-scan"),
        path(f"{prefix}/scan/progress", scans.scan_progress, named, name=f"{noun}-scan-progress"),
        path(f"{prefix}/sure", scans.sure_list, named, name=f"{noun}-sure"),
        path(f"{prefix}/rule", scans.rule_save, named, name=f"{noun}-rule"),
        path(f"{prefix}/sweep", scans.sweep_start, named, name=f"{noun}-sweep"),
        path(f"{prefix}/<uuid:pk>/merge", choosing.record_merge, named, name=f"{noun}-merge"),
    ]


urlpatterns = [
    *_of_type("base.customer", "customers"),
    *_of_type("base.account", "accounts"),
    path("pairs/<uuid:pk>/rows", queue.pair_rows, name="pair-rows"),
    path("pairs/<uuid:pk>/merge", queue.pair_merge, name="pair-merge"),
    path("pairs/<uuid:pk>/open", queue.pair_decide, {"state": "open"}, name="pair-open"),
    path("pairs/<uuid:pk>/later", queue.pair_decide, {"state": "later"}, name="pair-later"),
    path(
        "pairs/<uuid:pk>/different", queue.pair_decide, {"state": "different"},
        name="pair-different",
    ),
    path("sweeps/<uuid:pk>/undo", scans.sweep_undo, name="sweep-undo"),
    path("merges/", merged.merge_list, name="merge-list"),
    path("merges/<uuid:pk>/", merged.merge_page, name="merge-page"),
    path("merges/<uuid:pk>/undo", merged.merge_undo, name="merge-undo"),
]  # fmt: skip
