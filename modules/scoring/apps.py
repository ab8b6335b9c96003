from django.apps import AppConfig


class ScoringConfig(AppConfig):
    name = "modules.scoring"
    label = "scoring"
