"""Alarms of tills: guessing, decoys, reversing; with what happened there, and answered by a person.

The same pages at two desks: the console sees those of a whole programme, a partner's people those that concern it.
"""

from marketplace.web.shared.alarm_pages.listed import waiting
from marketplace.web.shared.alarm_pages.pages import blueprint

__all__ = ["blueprint", "waiting"]
