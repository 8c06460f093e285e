"""The words that a "no" has for whoever asked."""

from typing import NamedTuple

from flask_babel import LazyString


class Words(NamedTuple):
    """What was not done, and what to do now."""

    title: LazyString
    advice: LazyString
