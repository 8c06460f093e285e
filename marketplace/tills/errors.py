"""How tills say no. Whatever is refused has taken nothing from a card."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from marketplace.core.db import broken_rule
from marketplace.core.errors import Conflict, NotFound, Refusal
from marketplace.core.throttle import TooManyRequests


class TerminalNotFound(NotFound):
    """The partner has no such terminal."""

    code = "terminal_not_found"


class TerminalClosed(Conflict):
    """The terminal was closed; it takes nothing any more."""

    code = "terminal_closed"


class TerminalNameTaken(Conflict):
    """Another open terminal of the partner has this name."""

    code = "terminal_name_taken"


class KeyMade(Conflict):
    """A form that was sent again made its key the first time, and it was shown then."""

    code = "key_made"


class BadTerminal(Refusal):
    """A terminal has a name of 1 to 80 characters, and a shop of its own partner if it stands in one."""

    code = "bad_terminal"


class CardUnusable(Conflict):
    """This code cannot be taken here. The same to everybody who has no right to the card, whatever the cause.

    Facts: `number`, by which support finds the cause; `reason` ("spent", "expired", "frozen") only where the terminal may
    take cards of its brand.
    """

    code = "card_unusable"
    counts = True


class CodeTooShort(Refusal):
    """No code has as few characters; facts: least. It is no guess."""

    code = "code_too_short"


class CardGone(CardUnusable):
    """It could be taken when it was looked up, and cannot now."""

    counts = False


class TooManyCodes(TooManyRequests):
    """Too many codes were refused here; none is looked up for a while."""

    code = "too_many_codes"
    counts = True


class PinMissing(Refusal):
    """The card has a PIN, and none was given: no try."""

    code = "pin_missing"


class PinWrong(Conflict):
    """The PIN is not the card's; facts: tries_left, and from the last one on `locked_until`."""

    code = "pin_wrong"
    counts = True


class PinLocked(Conflict):
    """Too many wrong PINs were given for this card; facts: locked_until."""

    code = "pin_locked"


class NotEnoughLeft(Conflict):
    """Less is left on the card."""

    code = "not_enough_left"


class PartUseNotAllowed(Conflict):
    """A card of this brand is used up in one purchase."""

    code = "part_use_not_allowed"


class CurrencyDiffers(Refusal):
    """The card is in another currency than what is to be paid."""

    code = "currency_differs"


class BadTerminalRef(Refusal):
    """A terminal's ref has 1 to 64 characters: letters, digits, and . _ -"""

    code = "bad_terminal_ref"


class TerminalRefUsed(Refusal):
    """The terminal's ref stands for something else."""

    code = "terminal_ref_used"


class RefReversed(Conflict):
    """The terminal took this ref back, before or after; nothing is taken under it any more."""

    code = "ref_reversed"


class ReversalTooLate(Conflict):
    """It was too long ago to be taken back here."""

    code = "reversal_too_late"


class NoAcceptance(NotFound):
    """There is no such contract between partners of the programme."""

    code = "no_acceptance"


class NoRedemption(NotFound):
    """There is no such redemption."""

    code = "no_redemption"


class NoAuthorisation(NotFound):
    """The terminal has set nothing aside under this ref."""

    code = "no_authorisation"


class AuthorisationEnded(Conflict):
    """It was captured, voided or has lapsed already."""

    code = "authorisation_ended"


class CaptureTooLarge(Conflict):
    """More than was set aside."""

    code = "capture_too_large"


class OfflineOff(NotFound):
    """The terminal may not go on without a network."""

    code = "offline_off"


class OfflineElsewhere(Conflict):
    """Another device of the terminal holds what it takes along; facts: since."""

    code = "offline_elsewhere"


class NoHolder(NotFound):
    """The terminal has no such device."""

    code = "no_holder"


class BadLimits(Refusal):
    """The limits do not fit together, or are more than an owner may choose; facts: card_limit and stored_limit, the most of each."""

    code = "bad_offline_limits"


class BadPass(Refusal):
    """This is no pass that we signed."""

    code = "bad_pass"


class NoPackage(NotFound):
    """The terminal was not given this package."""

    code = "no_package"


class NoAlarm(NotFound):
    """There is no such alarm, or it is another's."""

    code = "no_alarm"


class AlarmAnswered(Conflict):
    """Somebody of the same desk has answered this alarm."""

    code = "alarm_answered"


class AlarmUnexplained(Refusal):
    """An alarm is not put aside without a word."""

    code = "alarm_unexplained"


_SIMPLE: dict[str, type[Refusal]] = {
    "terminal_ref_used": TerminalRefUsed,
    "terminal_ref_reversed": RefReversed,
    "terminal_reversal_late": ReversalTooLate,
    "offline_package": NoPackage,
    "terminal_no_authorisation": NoAuthorisation,
    "terminal_authorisation_ended": AuthorisationEnded,
    "terminal_capture_more": CaptureTooLarge,
    "till_currency": CurrencyDiffers,
    "till_part_use": PartUseNotAllowed,
    "giftcard_remaining": NotEnoughLeft,
    "giftcard_usable": CardGone,
    "till_acceptance": CardGone,
}


@contextmanager
def named_refusals() -> Iterator[None]:
    """Turn what the database refuses into exceptions; the open transaction is lost then. Raises those of _SIMPLE."""
    try:
        yield
    except DBAPIError as error:
        named = _SIMPLE.get(broken_rule(error))
        if named is None:
            raise
        raise named from error
