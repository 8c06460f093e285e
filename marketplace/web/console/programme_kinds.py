"""A programme's texts and settings as acts of two: what is proposed, how its target stands, and how it is done once approved."""

import hashlib
import json
from dataclasses import replace
from datetime import datetime
from typing import cast

from marketplace import approvals, programmes
from marketplace.approvals import Facts, Proposal, Target
from marketplace.identity import Permission
from marketplace.programmes import Settings, TextKind

TEXT = "programme_text"
SETTINGS = "programme_settings"
# The subject of every change of settings: one at a time.
ALL_SETTINGS = "settings"
# What members' points, orders and texts are written in stays as it was when the programme was set up.
CHANGEABLE = (
    "name_ru", "name_en", "unit_one_ru", "unit_few_ru", "unit_many_ru", "unit_one_en", "unit_many_en", "city_slug",
    "expiry_months", "expiry_end", "grace_days", "reveal_limit", "correction_person_day", "correction_day",
    "goodwill_day", "issued_person_day", "issued_value_day", "issued_partner_day", "issued_day", "mail_from", "look",
    "topup_price", "topup_least", "topup_most", "topup_day", "fresh_days", "undo_minutes", "partner_commission_bp",
    "partner_payout_day",
)  # fmt: skip


def text_subject(kind: str, language: str) -> str:
    """Which text a proposal is for."""
    return f"{kind}.{language}"


def text_of(subject: str) -> tuple[TextKind, str]:
    """The kind and language of a text's subject."""
    kind, _, language = subject.partition(".")
    return cast(TextKind, kind), language


def settings_with(held: Settings, payload: Facts) -> Settings:
    """Settings with some of them changed. Raises BadSetting for what may not be changed here."""
    unknown = [name for name in payload if name not in CHANGEABLE]
    if unknown:
        raise programmes.BadSetting(field=unknown[0], reason="cannot change")
    return replace(held, **payload)


def _check_text(_programme_id: int, subject: str, payload: Facts) -> Facts:
    return {"body": programmes.check_text(*text_of(subject), payload["body"])}


def _text_target(programme_id: int, subject: str, _payload: Facts) -> Target:
    newest = programmes.newest_text(programme_id, *text_of(subject))
    return Target(str(newest.version), {"body": newest.body}) if newest else Target("0", {"body": ""})


def _publish(proposal: Proposal, now: datetime) -> None:
    kind, language = text_of(proposal.subject)
    programmes.publish_text(proposal.programme_id, kind, language, proposal.payload["body"], now=now)


def settings_version(held: Settings) -> str:
    """A digest of everything that may be changed here."""
    plain = json.dumps({name: getattr(held, name) for name in CHANGEABLE}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def _check_settings(programme_id: int, _subject: str, payload: Facts) -> Facts:
    held = programmes.settings_of(programme_id)
    programmes.check_change(programme_id, settings_with(held, payload))
    return {name: value for name, value in payload.items() if value != getattr(held, name)}


def _settings_target(programme_id: int, _subject: str, payload: Facts) -> Target:
    held = programmes.settings_of(programme_id)
    return Target(settings_version(held), {name: getattr(held, name) for name in payload})


def _change(proposal: Proposal, now: datetime) -> None:
    wanted = settings_with(programmes.settings_of(proposal.programme_id), proposal.payload)
    programmes.change(proposal.programme_id, wanted, now=now, why=proposal.why)


def _reveal_limit(payload: Facts) -> int:
    """In minor units of the programme's currency: how dear a card may be before its code asks for a fresh factor."""
    return int(payload.get("reveal_limit", 0))


def _hold(programme_id: int, _subject: str) -> None:
    programmes.hold(programme_id)


approvals.register(
    approvals.Kind(
        name=TEXT, propose=Permission.PROGRAMME_PROPOSE, approve=Permission.PROGRAMME_PUBLISH, check=_check_text,
        target=_text_target, hold=_hold, apply=_publish, edited=True,
    )
)  # fmt: skip
approvals.register(
    approvals.Kind(
        name=SETTINGS, propose=Permission.PROGRAMME_PROPOSE, approve=Permission.PROGRAMME_PUBLISH, check=_check_settings,
        target=_settings_target, hold=_hold, apply=_change, size=_reveal_limit, edited=True,
    )
)  # fmt: skip
