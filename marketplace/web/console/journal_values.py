"""Words of ours that stand in facts of the audit, by whose they are: "lost" is a dispute's end in one domain, and a card in the next."""

from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _l

from marketplace.web.console import (
    approval_words,
    journal_money_values,
    programme_settings_form,
    programme_words,
    reissue_words,
    standing,
    withdrawal_words,
)
from marketplace.web.console.calls import words as call_words
from marketplace.web.console.fraud import words as fraud_words
from marketplace.web.console.journal_money_values import Values, labels
from marketplace.web.shared import case_words, held_codes, role_words, webhook_words
from marketplace.web.shared.alarm_pages import listed as alarm_words

# By the name of the fact, whoever records it.
OF_FACTS: Mapping[str, Values] = {
    "roles": role_words.ROLES, "role": role_words.ROLES, "identified": reissue_words.IDENTIFIED, "named": reissue_words.IDENTIFIED,
    "language": programme_words.LANGUAGES, "languages": programme_words.LANGUAGES,
    "side": {"partner": _l("Partner"), "programme": _l("Programme")},
}  # fmt: skip
# By an action, or by all actions of a domain, and the fact.
OF_ACTS: Mapping[tuple[str, str], Values] = {
    ("accounts", "reason"): {"other": _l("Something else, see the note")},
    ("approvals", "audience"): {"everyone": _l("Everyone who sees the proposal"), "approvers": _l("Between approvers")},
    ("calls", "trouble"): {name: one.said for name, one in call_words.TROUBLES.items()} | {"note": call_words.NOTED, "end": call_words.ENDED},
    ("cases", "category"): case_words.CATEGORIES,
    ("cases", "for"): {"member": _l("Member"), "partner": _l("Partner")},
    ("cases", "outcome"): {"cancelled": _l("the partner cancelled the code"), "kept": _l("the partner cannot cancel the code")},
    ("cases", "priority"): case_words.PRIORITIES,
    ("cases", "state"): labels(case_words.STATES),
    ("cases", "via"): case_words.CHANNELS,
    ("catalogue", "source"): {"own": _l("Our own list")},
    ("codes", "came_back"): held_codes.WHY,
    ("codes", "why"): {"journal": _l("Codes were handed out that the database does not know of"), "seals": _l("The database is older than its seals")},
    ("fraud", "kind"): labels(fraud_words.KINDS),
    ("fraud", "state"): labels(fraud_words.STATES),
    ("gifts", "how"): labels(standing.GIFTS),
    ("members", "held"): {name: fraud_words.STATES[name].label for name in ("hold", "block")},
    ("members", "kind"): programme_words.TEXTS,
    ("programmes", "expiry_end"): programme_settings_form.EXPIRY_ENDS,
    ("programmes", "kind"): programme_words.TEXTS,
    ("programmes", "mark"): programme_settings_form.MARKS,
    ("support", "reason"): labels(reissue_words.REASONS, withdrawal_words.WHYS),
    ("support", "whose"): {"person": _l("A person"), "partner": _l("Partner"), "programme": _l("Programme")},
    ("tills", "partner"): labels(alarm_words.STATES),
    ("tills", "programme"): labels(alarm_words.STATES),
    ("webhooks", "key"): {"shown": _l("Shown")},
    ("webhooks", "kinds"): webhook_words.KINDS,
    ("webhooks", "off"): webhook_words.OFF,
    **journal_money_values.OF_ACTS,
}  # fmt: skip


def said(action: str, fact: str, value: str) -> str | None:
    """A word of ours as it is said in a fact of an action, in the language of the request; None where it is no word of this fact."""
    if fact == "kind" and action.startswith("approvals."):
        return kind_of_act(value)
    if fact == "purpose":
        return journal_money_values.paid_for(value)
    for words in _of(action, fact):
        if value in words:
            return str(words[value])
    return None


def kind_of_act(kind: str) -> str | None:
    """What acts that take two people are called, by their kind; None for one that nobody has registered."""
    return approval_words.of(kind).kind() if kind in approval_words.kinds() else None


def _of(action: str, fact: str) -> Iterable[Values]:
    places = ((action, fact), (action.partition(".")[0], fact))
    return [*(OF_ACTS[place] for place in places if place in OF_ACTS), *([OF_FACTS[fact]] if fact in OF_FACTS else [])]
