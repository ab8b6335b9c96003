from django.apps import AppConfig


class CampaignConfig(AppConfig):
    name = "modules.campaign"
    label = "campaign"
