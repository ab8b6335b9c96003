"""Outside material, and whom it is about."""

from modules.materials.models.material import Concern, Kind, Material, State

__all__ = ["Concern", "Kind", "Material", "State"]
