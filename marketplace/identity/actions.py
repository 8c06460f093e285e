"""What may be done with users and sessions."""

import secrets
import unicodedata
from datetime import datetime
from typing import Literal

from flask_security import hash_password
from sqlalchemy import select

from marketplace.core import audit, emails, outbox, vault
from marketplace.core.db import db, execute, insert_once
from marketplace.core.topics import Topic
from marketplace.identity import rules
from marketplace.identity.errors import EmailTaken, WeakPassword
from marketplace.identity.factors import bound_totp
from marketplace.identity.models import User
from marketplace.identity.sealing import seal_sign_in

SecretChange = Literal["password", "app", "no_app", "passkey", "passkey_removed"]


def create_user(
    email: str, password: str, *, now: datetime, name: str = "", language: str = "", about: tuple[str, ...] = ()
) -> User:
    """A user whose address is known to be theirs: they have followed a letter's link, or staff or the operator say so.

    Args:
        name: what colleagues call them; none for a member.
        about: what a password must not be made of.

    Raises:
        EmailTaken: somebody has this address.
        WeakPassword: with the `fault`.
    """
    address = emails.plain(email)
    user_id = insert_once(
        "users", ["email"], email=address, name=name, password=_hashed(password, (address, *about)), fs_uniquifier=secrets.token_hex(16),
        fs_webauthn_user_handle=secrets.token_hex(16), confirmed_at=now, language=language,
        created_at=now,
    )  # fmt: skip
    if user_id is None:
        raise EmailTaken
    seal_sign_in(user_id, now=now)
    return db.session.scalars(select(User).where(User.id == user_id)).one()


def _hashed(password: str, about: tuple[str, ...]) -> str:
    plain = unicodedata.normalize("NFKC", password)
    fault = rules.password_fault(plain, about)
    if fault:
        raise WeakPassword(fault=fault)
    return str(hash_password(plain))


def speak(user_id: int, language: str) -> None:
    """The language of a user's pages and of the letters about their sign-in."""
    execute("UPDATE users SET language = %(language)s WHERE id = %(user)s", {"language": language, "user": user_id})


def call(user: User, name: str) -> None:
    """What colleagues call somebody who works for a programme or a partner, in their own words."""
    execute("UPDATE users SET name = %(name)s WHERE id = %(user)s", {"name": name, "user": user.id})
    db.session.refresh(user)


def rename(user: User, name: str, *, now: datetime) -> None:
    """The same, said by themselves later on. The audit says that it was done, not what they are called."""
    before = {"named": bool(user.name)}
    call(user, name)
    audit.record("identity.rename", f"user:{user.id}", at=now, before=before, after={"named": bool(name)})


def set_up_authenticator(user: User, secret: str, *, now: datetime) -> None:
    """Give a user an authenticator whose secret somebody else has made (`seal_totp`); their sessions end. Any former one is void."""
    had = user.has_totp
    execute(
        """UPDATE users SET tf_primary_method = 'authenticator', tf_totp_secret = %(secret)s, totp_counter = NULL
            WHERE id = %(user)s""",
        {"user": user.id, "secret": bound_totp(secret, user.id)},
    )
    before, after = {"authenticator": had}, {"authenticator": True}
    audit.record("identity.set_up_authenticator", f"user:{user.id}", at=now, before=before, after=after)
    seal_sign_in(user.id, now=now)
    end_sessions(user.id)


def note_change(user_id: int, what: SecretChange, *, now: datetime) -> None:
    """Record that what somebody signs in with has changed, never to what."""
    if what == "password":
        audit.record("identity.change_password", f"user:{user_id}", at=now, before={}, after={})
    else:
        audit.record("identity.change_factor", f"user:{user_id}", at=now, before={}, after={"factor": what})


def tell_of_guesses(user_id: int, *, programme_id: int, tries: int, now: datetime) -> None:
    """Promise a letter to somebody at whose password others guess; one a day (of UTC), whatever else happens on it.

    Args:
        user_id: whose account it is; 0 for a name that nobody has, for whom as much is done and nothing comes of it.
        tries: how many passwords were wrong within the day.
    """
    outbox.send(Topic.IDENTITY_GUESSES, ref=f"{user_id}:{now.date().isoformat()}:{programme_id}:{tries}", now=now)


def begin_session(user: User, *, now: datetime, agent: str = "", network: str = "") -> str:
    """Sign a user in, and record it; returns the key that their cookie must hold. It names them: a row that is given to another is worth nothing.

    Anyone who works for a programme is signed in shorter. `agent` is their browser or app, `network`
    where it comes from: of both together, and of the latter, keyed digests are kept for a while.
    """
    key = f"{user.id}-{secrets.token_urlsafe(32)}"
    ends = now + (rules.STAFF_SESSION if user.needs_factor else rules.MEMBER_SESSION)
    begun = execute(
        """WITH old AS (DELETE FROM user_sessions WHERE user_id = %(user)s AND ends_at <= %(now)s),
           seen AS (UPDATE users SET signed_in_at = %(now)s WHERE id = %(user)s)
           INSERT INTO user_sessions (user_id, key_digest, began_at, ends_at, agent)
           VALUES (%(user)s, %(digest)s, %(now)s, %(ends)s, %(agent)s) RETURNING id""",
        {"user": user.id, "digest": rules.digest(key), "now": now, "ends": ends, "agent": agent[:200]},
    ).scalar_one()
    if network:
        device, place = (
            vault.digest(f"{what}\n{of}".encode())
            for what, of in (("device", f"{network}\n{agent}"), ("network", network))
        )
        execute(
            "INSERT INTO sign_in_traces (user_id, device, network, at) VALUES (%(user)s, %(device)s, %(network)s, %(now)s)",
            {"user": user.id, "device": device, "network": place, "now": now},
        )
    after = {
        "agent": agent[:200],
        "session_id": begun,
        "until": ends.isoformat(),
        "key_digest": rules.mark(rules.digest(key)),
    }
    audit.record("identity.sign_in", f"user:{user.id}", at=now, after=after)
    return key


def forget_traces_before(moment: datetime) -> None:
    """Forget from where people signed in before a moment."""
    execute("DELETE FROM sign_in_traces WHERE at < %(moment)s", {"moment": moment})


def end_session(key: str) -> None:
    """Sign out where this key lies."""
    execute("DELETE FROM user_sessions WHERE key_digest = %(digest)s", {"digest": rules.digest(key)})


def held_uniquifier(user_id: int) -> str:
    """What links and cookies of a user are made for now; nobody changes it until the transaction ends."""
    sql = "SELECT fs_uniquifier FROM users WHERE id = %(user)s FOR NO KEY UPDATE"
    return str(execute(sql, {"user": user_id}).scalar_one())


def end_sessions(user_id: int, *, but: str | None = None) -> None:
    """Sign out everywhere, now: every cookie and link that was made for them is void.

    The session with the key `but` stays; its cookie needs the user's new uniquifier.
    """
    kept = rules.digest(but) if but else b""
    execute(
        "DELETE FROM user_sessions WHERE user_id = %(user)s AND key_digest <> %(kept)s",
        {"user": user_id, "kept": kept},
    )
    execute(
        "UPDATE users SET fs_uniquifier = %(fresh)s WHERE id = %(user)s",
        {"user": user_id, "fresh": secrets.token_hex(16)},
    )
    db.session.get(User, user_id, populate_existing=True)
