"""A world to practise in: a programme of its own with people who call, made at one press and made anew at the next."""

from marketplace.training.actions import begin, reset
from marketplace.training.queries import scenes
from marketplace.training.rules import Outcome, judged
from marketplace.training.values import SCENES, Plan, Scene

__all__ = ["SCENES", "Outcome", "Plan", "Scene", "begin", "judged", "reset", "scenes"]
