"""How often the portal may be asked for what costs: letters, passwords tried behind a link, applications, papers."""

from flask import request
from flask_login import current_user

from marketplace.web.shared.limits import DAY, HOUR, Limit, network
from marketplace.web.shared.security.tries import by_box, by_session


def _user() -> str:
    return str(current_user.id) if current_user.is_authenticated else ""


def _token() -> str:
    return str((request.view_args or {}).get("token", ""))


_LETTERS = (Limit(20, HOUR, _user, pool="invitations"), Limit(60, DAY, _user, pool="invitations-a-day"))
LIMITS = {
    "partner.team.invite": (*by_box("email", 5, 600, letters=True), *_LETTERS),
    "partner.team.send_again": _LETTERS,
    "partner.joining.apply": (
        *by_box("contact_email", 5, HOUR, letters=True),
        Limit(20, HOUR, network),
        Limit(60, DAY, network),
    ),
    "partner.joining.complete": (Limit(30, HOUR, network), Limit(30, HOUR, _token)),
    "partner.joining.add_papers": (Limit(60, HOUR, network), Limit(40, HOUR, _token)),
    "partner.invitations.accept": (*by_session(20, 300), Limit(10, HOUR, _token)),
}
