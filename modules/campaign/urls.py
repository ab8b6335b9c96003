"""Addresses of the campaign module, below `/campaign/`."""

from django.urls import path

from dangol.records import record_urls
from modules.campaign.records import campaign_record
from modules.campaign.views import campaigns, checking, projects, steps

app_name = "campaign"
KIT = [each for each in record_urls(campaign_record, "campaigns") if each.name != "campaign-delete"]
"""The record kit's screens; removing has a rule of its own here."""

urlpatterns = [
    *KIT,
    path("campaigns/<uuid:pk>/delete", campaigns.campaign_delete, name="campaign-delete"),
    path("campaigns/<uuid:pk>/move", campaigns.campaign_move, name="campaign-move"),
    path("campaigns/<uuid:pk>/projects/new", projects.project_new, name="project-new"),
    path("projects/<uuid:pk>/", projects.project_page, name="project-page"),
    path("projects/<uuid:pk>/edit", projects.project_edit, name="project-edit"),
    path("projects/<uuid:pk>/delete", projects.project_delete, name="project-delete"),
    path("projects/<uuid:pk>/copy", projects.project_copy, name="project-copy"),
    path("projects/<uuid:pk>/again", projects.project_again, name="project-again"),
    path("projects/<uuid:pk>/message", projects.project_message, name="project-message"),
    path("projects/<uuid:pk>/audience", steps.project_audience, name="project-audience"),
    path(
        "projects/<uuid:pk>/audience/keep",
        steps.project_keep_audience,
        name="project-keep-audience",
    ),
    path(
        "projects/<uuid:pk>/content/keep", steps.project_keep_content, name="project-keep-content"
    ),
    path("projects/<uuid:pk>/reach", steps.project_reach, name="project-reach"),
    path("projects/<uuid:pk>/content", steps.project_content, name="project-content"),
    path("projects/<uuid:pk>/preview", steps.project_preview, name="project-preview"),
    path("projects/<uuid:pk>/check", checking.project_check, name="project-check"),
    path("projects/<uuid:pk>/pace", checking.project_pace, name="project-pace"),
    path("projects/<uuid:pk>/test", checking.project_test, name="project-test"),
    path("projects/<uuid:pk>/start", checking.project_start, name="project-start"),
    path("projects/<uuid:pk>/reserve", checking.project_reserve, name="project-reserve"),
]
