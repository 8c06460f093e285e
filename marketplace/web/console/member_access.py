"""What a member has agreed to and is told, and with what they sign in, as the side of their page says it."""

from datetime import datetime
from typing import NamedTuple

from flask_babel import LazyString, gettext, ngettext

from marketplace import identity, members, wallets
from marketplace.core import clock
from marketplace.members import Consent, Member
from marketplace.web.shared.devices import device
from marketplace.web.shared.notification_words import KINDS


class Access(NamedTuple):
    """Nothing in it lets anybody in; `user` is whether anybody signs in for the member at all."""

    user: bool
    consent: Consent | None  # the newest
    told: list[LazyString]  # what they want emails about
    sessions: list[tuple[str, datetime]]  # the device in two words, and since when; newest first
    factors: list[str]
    changed_at: datetime | None  # password, second factor or address
    wallets: int


def of(member: Member) -> Access:
    """What stands there for a member."""
    user = identity.user(member.user_id) if member.user_id else None
    told = [KINDS[kind][0] for kind, wanted in members.notifications(member.id).items() if wanted]
    phones = wallets.in_phones(member.id)
    if user is None:
        return Access(False, None, told, [], [], None, phones)
    given = members.consents(user.id, member.programme_id)
    return Access(
        True, given[0] if given else None, told,
        [(device(one.agent), one.began_at) for one in identity.sessions(user.id, clock.now())],
        _factors(user), identity.changed_at(user.id), phones,
    )  # fmt: skip


def _factors(user: identity.User) -> list[str]:
    keys = len(user.webauthn)
    passkeys = [ngettext("%(num)s passkey", "%(num)s passkeys", keys)] if keys else []
    return [*passkeys, *([gettext("authenticator app")] if user.has_totp else [])]
