"""Addresses of innovation tasks, below `/innovation/`."""

from dangol.records import record_urls
from modules.innovation.records import kpi_record, progress_record, task_record

app_name = "innovation"
urlpatterns = [
    *record_urls(task_record, "tasks"),
    *record_urls(progress_record, "progress"),
    *record_urls(kpi_record, "kpis"),
]
