"""How identity says no."""

from marketplace.core.errors import Conflict, NotFound, Refusal


class EmailTaken(Conflict):
    """Somebody signs in with this address already."""

    code = "email_taken"


class NoEmailChange(NotFound):
    """No change of address waits for this token: it was made, asked for again, or its time is over."""

    code = "no_email_change"


class NoSignUp(NotFound):
    """No sign-up waits for this token: it was completed, or its time is over."""

    code = "no_sign_up"


class WeakPassword(Refusal):
    """The password breaks a rule; the fact `fault` names it: short, long, personal or common."""

    code = "weak_password"


class StaffChanged(Conflict):
    """What somebody of staff signs in with was changed within the last 24 hours; facts: until."""

    code = "staff_changed"


class IssuingSuspended(Conflict):
    """Somebody of staff is suspended from issuing in this programme; facts: since."""

    code = "issuing_suspended"


class UnknownRole(Refusal):
    """There is no such role, or it is not held there: a partner's role needs a partner, staff's a programme."""

    code = "unknown_role"


class NoGrant(NotFound):
    """There is no such grant, or it was taken back in the meantime."""

    code = "no_grant"


class OwnGrant(Conflict):
    """Nobody takes a role from themselves; fact: role."""

    code = "own_grant"


class LastGrant(Conflict):
    """Nobody would be left at this place who can give roles; fact: role."""

    code = "last_grant"


class AlreadyHere(Conflict):
    """They hold a role there; fact: role."""

    code = "already_here"


class AlreadyInvited(Conflict):
    """An invitation of this address to this partner is open; it can be sent again or taken back."""

    code = "already_invited"


class NoInvitation(NotFound):
    """No invitation waits for this: it was accepted, taken back, sent again, or its time is over."""

    code = "no_invitation"


class TooManyLetters(Conflict):
    """An invitation was sent as often as it may be; fact: most."""

    code = "too_many_letters"


class UnknownScope(Refusal):
    """An API client was asked for with a scope that does not exist, or with none."""

    code = "unknown_scope"
