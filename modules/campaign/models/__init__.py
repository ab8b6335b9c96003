"""Tables of the campaign module, each in its own company's schema."""

from modules.campaign.models.campaign import Campaign
from modules.campaign.models.project import Project

__all__ = ["Campaign", "Project"]
