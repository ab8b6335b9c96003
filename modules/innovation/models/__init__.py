"""Innovation tasks, their progress and what they are measured by."""

from modules.innovation.models.kpi import Kpi
from modules.innovation.models.progress import Progress
from modules.innovation.models.task import Stage, Task

__all__ = ["Kpi", "Progress", "Stage", "Task"]
