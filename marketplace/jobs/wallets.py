"""Tells wallets of phones that a pass has changed, where the operator has set their services up. What is remote stands between two transactions."""

from marketplace import wallets
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.core.outbox import NotYet
from marketplace.core.topics import Topic
from marketplace.integrations.wallets import pushing, showing
from marketplace.integrations.wallets.pushing import Outcome, Told
from marketplace.jobs.promises import keeps


class WalletSilent(Exception):
    """A wallet's service did not answer, or not as it should; says what happened, without address and content."""


@keeps(Topic.WALLETS_PUSH)
def push(ref: str) -> None:
    """Wake a phone that has a pass; `ref` is the pass, because of what, and the row of the phone. One that has left is forgotten."""
    key, token = showing.push_key(), wallets.push_token(int(ref.rpartition(":")[2]))
    if key is None or token is None:
        return
    if _kept(pushing.push(token, key, now=clock.now())) is Told.GONE:
        with transaction():
            wallets.forget_token(token)


@keeps(Topic.WALLETS_PATCH)
def patch(ref: str) -> None:
    """Bring a pass in Google's wallet up to date; `ref` is the pass and because of what. One that was never saved there needs nothing."""
    issuer, now = showing.google_issuer(), clock.now()
    if issuer is not None:
        of = wallets.pass_by_id(int(ref.partition(":")[0]))
        _kept(pushing.patch(showing.facts(of, now), issuer, now=now))


def _kept(outcome: Outcome) -> Told:
    """What became of it. Raises NotYet where they say when to ask again, else WalletSilent where it has to be tried again."""
    if outcome.told is not Told.LATER:
        return outcome.told
    if outcome.again_at is not None:
        raise NotYet(outcome.again_at, outcome.why)
    raise WalletSilent(outcome.why)
