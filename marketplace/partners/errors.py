"""How partners say no."""

from marketplace.core.errors import Conflict, NotFound, Refusal


class WrongState(Conflict):
    """A partner in this state cannot become what was asked for; facts: state, what."""

    code = "partner_state"


class PartnerLeft(Conflict):
    """The partner has left: its pages can be read, and nothing of it changes any more."""

    code = "partner_left"


class TooManyBrands(Conflict):
    """A partner has as many brands as one may; fact: most."""

    code = "too_many_brands"


class StillOpen(Conflict):
    """A partner leaves when everything is settled; facts: what is open, as in Unsettled."""

    code = "partner_still_open"


class NoApplication(NotFound):
    """There is no such application, or the link is not its own."""

    code = "no_application"


class ApplicationEnded(Conflict):
    """The application was decided, or handed in already; facts: state."""

    code = "application_ended"


class AdmissionUnexplained(Refusal):
    """Nobody has said why a company becomes a partner."""

    code = "admission_unexplained"


class SlugTaken(Conflict):
    """Another partner of the programme has this short name, or an address of the portal; fact: slug."""

    code = "partner_slug_taken"


class BadNumber(Refusal):
    """A number that a company gave is not one; facts: field, reason, and sometimes what is near."""

    code = "bad_number"


class DocumentRefused(Refusal):
    """A paper was not taken; the fact `reason`: empty, large, kind, broken, many, locked."""

    code = "document_refused"


class NoDocument(NotFound):
    """There is no such paper."""

    code = "no_document"


class UnknownPart(Refusal):
    """What a brand's page names is not there; the fact `part`: city, picture."""

    code = "unknown_brand_part"


class NoVersion(NotFound):
    """The brand has no such version."""

    code = "no_brand_version"


class NoShop(NotFound):
    """The partner has no such shop."""

    code = "no_shop"


class ShopTaken(Conflict):
    """There is a shop of this brand with this name at this address in this city."""

    code = "shop_taken"


class ClosureOver(Refusal):
    """All of these days are over."""

    code = "closure_over"


class ClosureOverlaps(Conflict):
    """The shop is closed on some of these days already; facts: from_on, and until_on, None for good."""

    code = "closure_overlaps"


class NoClosure(NotFound):
    """There is no such closure, or it was lifted."""

    code = "no_closure"
