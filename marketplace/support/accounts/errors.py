"""How acts on members' accounts are refused."""

from marketplace.core.errors import Conflict, NotFound, Refusal


class EvidenceNeeded(Refusal):
    """Points are put right by hand only with a case of this member or a file that shows why."""

    code = "correction_unproven"


class BadCorrection(Refusal):
    """No positive amount, no words, or a reason that does not go with the direction; facts: field."""

    code = "bad_correction"


class DayLimit(Refusal):
    """More points than may be given or taken by hand on a day; facts: limit, left, in minor units of points."""

    code = "correction_limit"
    status = 429


class ProgrammeDayLimit(DayLimit):
    """The same for all staff of the programme together."""

    code = "correction_programme_limit"


class GoodwillSpent(DayLimit):
    """More than is left of what this person may give as goodwill today; facts as DayLimit."""

    code = "goodwill_spent"


class NotAskedFor(Conflict):
    """Nobody who acts stands behind it: the approved proposal says something else, or has been used."""

    code = "correction_not_asked"


class EarnedLess(Conflict):
    """The bank card has not earned so many points, or refunds have taken them back meanwhile."""

    code = "correction_earned_less"


class RefUsed(Conflict):
    """Under this ref other points were given or taken already."""

    code = "correction_ref_used"


class NoPaper(NotFound):
    """There is no such paper, or it is another programme's."""

    code = "no_account_paper"
