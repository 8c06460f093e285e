"""Tests give points to members without a card operation, an order or a record of an adjustment: under refs of their own.

What `vitrina verify` says about those alone is left out here. A ref that looks like one of the product's is held to its cause.
"""

import re
from functools import partial

from marketplace.core.findings import Finding
from marketplace.reports.books import CHECKS, Check

OF_THE_PRODUCT = re.compile(r"(order|capture|cancel|card-operations|adjustment):")
CAUSES = (
    "points move for orders with one cause",
    "points are earned for card operations, and taken back",
    "an adjustment has a record of who made it",
)


def let_tests_post() -> None:
    """From here on, in this process."""
    for name, check in list(CHECKS.items()):
        CHECKS[name] = partial(wrong, check)


def wrong(check: Check) -> list[Finding]:
    """What a check of the product finds, but for what tests have posted under refs of their own."""
    return [
        finding
        for finding in check()
        if not finding.rule.startswith(CAUSES) or OF_THE_PRODUCT.match(str(finding.facts["ref"]))
    ]
