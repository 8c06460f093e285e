"""Has the payment provider pay partners, and asks how their accounts and payments stand. What is remote stands between two transactions."""

import time
from datetime import timedelta

from flask import current_app

from marketplace import partners, programmes, settlements
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.core.outbox import NotYet
from marketplace.core.topics import Topic
from marketplace.integrations.stripe import connecting
from marketplace.integrations.stripe.connect import Connecting, Payee, Unreachable
from marketplace.jobs.promises import keeps
from marketplace.settlements import Later, MoveAnswer, MoveOutcome, Over

STEPS_SECONDS = 5  # then another relay may go on
ASK_AGAIN = timedelta(minutes=1)
# What a look comes to that need not be looked at again for the same reason.
SEEN = (MoveOutcome.PAID, MoveOutcome.FAILED, MoveOutcome.PENDING)


@keeps(Topic.PAYOUTS_MOVE)
def move(ref: str) -> None:
    """Take a payment as far as it goes now; `ref` is its id, with an event's behind it where that says that something has changed."""
    line, _, because = ref.partition(":")
    ends, fresh = time.monotonic() + STEPS_SECONDS, bool(because)
    while time.monotonic() < ends:
        with transaction():
            step = settlements.go_on_paying(int(line), fresh=fresh, now=clock.now())
        if isinstance(step, Over):
            return
        if isinstance(step, Later):
            raise NotYet(step.until, "the provider will be asked again")
        answer = _asked(step)
        fresh = fresh and not (step.what == "look" and answer.outcome in SEEN)
        with transaction():
            settlements.answered(step, answer, now=clock.now())
    raise NotYet(clock.now(), "goes on in a moment")


@keeps(Topic.CONNECTED_OPEN)
def open_page(ref: str) -> None:
    """Open a partner's account, if it is not there, and bring the page where its holder says what is asked; `ref` begins with its id."""
    account, settings = settlements.connected(int(ref.partition(":")[0])), current_app.config["SETTINGS"]
    if not connecting.connected(settings):
        raise NotYet(clock.now() + ASK_AGAIN, "no provider is connected")
    provider, partner = connecting.connect(settings), partners.partner(account.partner_id)
    front = programmes.address(settings.public_url, programmes.hosts(partner.programme_id))
    here = f"{front}/partner/{partner.slug}/payout-account"
    try:
        ref = account.provider_ref or _opened(
            provider, account, Payee(account.country, partner.legal_name or partner.name_en)
        )
        with transaction():
            settlements.note_opened(account, ref)
        link = provider.link(ref, back_url=f"{here}?back=yes", again_url=here)
    except Unreachable as no:
        raise NotYet(clock.now() + ASK_AGAIN, str(no)) from no
    with transaction():
        settlements.note_link(account, link, now=clock.now())


@keeps(Topic.CONNECTED_LOOK)
def look(ref: str) -> None:
    """Ask how a partner's account stands; `ref` is its id, and why it is asked."""
    account, settings = settlements.connected(int(ref.partition(":")[0])), current_app.config["SETTINGS"]
    if account.provider_ref is None or not connecting.connected(settings):
        return
    try:
        said = connecting.connect(settings).standing(account.provider_ref)
    except Unreachable as no:
        raise NotYet(clock.now() + ASK_AGAIN, str(no)) from no
    with transaction():
        settlements.note_state(
            account, submitted=said.submitted, pays_out=said.pays_out, missing=said.missing, bank=said.bank, bank_mark=said.bank_mark, holder=said.bank_holder, now=clock.now()
        )  # fmt: skip


def _opened(provider: Connecting, account: settlements.Connected, payee: Payee) -> str:
    """The provider's id of an account: its opening is asked for under the account's key, and once that may be forgotten it is looked for first."""
    found = provider.find_account(account) if account.key_forgotten(clock.now()) else None
    return found or provider.open_account(account, payee)


def _asked(step: settlements.Make) -> MoveAnswer:
    settings = current_app.config["SETTINGS"]
    if not connecting.connected(settings):
        return MoveAnswer(MoveOutcome.NOT_SENT, note="no provider is connected")
    return connecting.connect(settings).make(step.what, step.of)
