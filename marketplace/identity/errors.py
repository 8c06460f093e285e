"""How identity says no."""

from marketplace.core.errors import Conflict, NotFound, Refusal


class EmailTaken(Conflict):
    """Somebody signs in with this address already."""

    code = "email_taken"


class NoEmailChange(NotFound):
    """No change of address waits for this token: it was made, asked for anew, or its time is over."""

    code = "no_email_change"


class WeakPassword(Refusal):
    """The password breaks a rule; the fact `fault` names it: short, long, personal or common."""

    code = "weak_password"


class UnknownRole(Refusal):
    """There is no such role, or it is not held there: a partner's role needs a partner, staff's a programme."""

    code = "unknown_role"


class NoGrant(NotFound):
    """There is no such grant, or it was taken back meanwhile."""

    code = "no_grant"


class OwnGrant(Conflict):
    """Nobody takes a role from himself; fact: role."""

    code = "own_grant"


class LastGrant(Conflict):
    """Nobody would be left at this place who can give roles; fact: role."""

    code = "last_grant"


class UnknownScope(Refusal):
    """An API client was asked for with a scope that does not exist, or with none."""

    code = "unknown_scope"
