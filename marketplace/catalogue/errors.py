"""How the catalogue says no."""

from marketplace.core.errors import Conflict, NotFound, Refusal


class NoOffer(NotFound):
    """There is no such offer in this programme."""

    code = "no_offer"


class NotForSale(Conflict):
    """It is known, and cannot be ordered now. `reason`: withdrawn, not_started, ended, tier, or supplier (that does not answer)."""

    code = "not_for_sale"


class WrongValue(Refusal):
    """The value asked for is not one that the offer has. Facts give the range and the step, in minor units."""

    code = "wrong_value"


class WrongSplit(Refusal):
    """Points and money cannot be shared this way. Facts give the least and the most points."""

    code = "wrong_split"


class NothingToTakeBack(NotFound):
    """The partner has no such publication."""

    code = "nothing_to_take_back"


class AlreadyTakenBack(Conflict):
    """The publication was taken back, or takes one back itself."""

    code = "already_taken_back"


class PublishedSince(Conflict):
    """Something was published after it, which has to be taken back first."""

    code = "published_since"


class UnknownBrand(Refusal):
    """An offer names a brand that the programme does not have. Facts: the brand and the row of the file."""

    code = "unknown_brand"


class NoDraft(NotFound):
    """The partner has no draft of its catalogue."""

    code = "no_draft"


class DraftEnded(Conflict):
    """The draft was sent or dropped meanwhile."""

    code = "draft_ended"


class DraftOpen(Conflict):
    """The partner's people are working on another draft, which has to be sent or dropped first."""

    code = "draft_open"


class DraftMoved(Conflict):
    """Somebody else has saved the offer since it was opened; facts give its reference."""

    code = "draft_moved"


class DraftEmpty(Conflict):
    """Nothing in the draft is otherwise than in the shop."""

    code = "draft_empty"
