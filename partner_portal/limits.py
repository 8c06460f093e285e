"""How often the portal may be asked for what costs: letters, passwords tried behind a link, applications, papers."""

from dataclasses import replace

from flask import request

from marketplace.web.shared.limits import DAY, HOUR, Limit, by_person, network, person
from marketplace.web.shared.security.tries import by_box, by_session


def _token() -> str:
    return str((request.view_args or {}).get("token", ""))


_LETTERS = (Limit(20, HOUR, person, pool="invitations"), Limit(60, DAY, person, pool="invitations-a-day"))
# Applications that were right, so that a letter goes to the address in them.
APPLIED = tuple(
    replace(rule, pool=rule.pool or "applications") for rule in by_box("contact_email", 5, HOUR, letters=True)
)
LIMITS = (
    {
        "partner.team.invite": (*by_box("email", 5, 600, letters=True), *_LETTERS),
        "partner.team.send_again": _LETTERS,
        # Corrections of one application; what sends a letter is counted besides, by APPLIED.
        "partner.joining.apply": (*by_box("contact_email", 30, HOUR), Limit(240, DAY, network)),
        "partner.joining.complete": (Limit(30, HOUR, network), Limit(30, HOUR, _token)),
        "partner.joining.add_papers": (Limit(60, HOUR, network), Limit(40, HOUR, _token)),
        "partner.invitations.accept": (*by_session(20, 300), Limit(10, HOUR, _token)),
        "partner.runs.create": by_person(60, HOUR, pool="uploads"),
        "partner.runs.read_again": by_person(60, HOUR, pool="uploads"),
        "partner.brands.put_picture": by_person(60, HOUR),
        "partner.webhooks.test": by_person(30, HOUR),
        "partner.webhooks.replay": by_person(120, HOUR),
        "partner.webhooks.replay_all": by_person(30, HOUR),
        "partner.payout_account.connect": by_person(30, HOUR),
        "partner.webhooks.save": by_person(60, HOUR),
        "partner.terminals.add_key": by_person(60, HOUR),
        "partner.offline.package": by_person(600, HOUR),
        "partner.offline.hand_back": by_person(60, HOUR),
        "partner.offline.take": by_person(
            1200, HOUR
        ),  # a till that is back sends all at once: 500 of a package at most
    }
    | dict.fromkeys(
        [
            f"partner.{part}.export"
            for part in (
                "alarms",
                "codes",
                "editor",
                "redemptions",
                "returned_codes",
                "runs",
                "sales",
                "shops",
                "takings",
            )
        ],
        by_person(60, HOUR, pool="exports"),
    )
    | {"partner.runs.export_changes": by_person(60, HOUR, pool="exports")}
)
