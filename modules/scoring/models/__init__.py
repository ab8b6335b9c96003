"""Rules, facts, runs and history of scores; the scores themselves are columns of the customer."""

from modules.scoring.models.fact import Fact
from modules.scoring.models.rule_set import RuleSet
from modules.scoring.models.run import Run
from modules.scoring.models.stage_change import StageChange

__all__ = ["Fact", "RuleSet", "Run", "StageChange"]
