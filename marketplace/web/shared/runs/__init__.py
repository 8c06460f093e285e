"""Uploads: files that become brands, offers, codes and points, each by a run that can be watched, stopped and approved.

The same pages at every desk: the console sees all of a programme, a partner's people what they brought themselves.
"""

from marketplace.web.shared.runs.pages import blueprint

__all__ = ["blueprint"]
