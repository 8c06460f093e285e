"""Between the sign-in library and our tables: users and passkeys, and the sessions that cookies stand for."""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, g, request, session
from flask_login import user_logged_out
from flask_security import Security, SQLAlchemyUserDatastore
from flask_security.signals import (
    password_changed,
    password_reset,
    tf_disabled,
    tf_profile_changed,
    user_authenticated,
    wan_deleted,
    wan_registered,
)

from marketplace import identity
from marketplace.core import clock
from marketplace.core.actors import Actor
from marketplace.core.db import act_as, db, in_transaction, transaction
from marketplace.web.shared.networks import network_of
from marketplace.web.shared.visitor import actor

# The names under which the signed cookie holds the session's key, when a second factor was last shown, and that its
# owner must have one and has none yet.
KEY = "key"
FACTOR_AT = "factor_at"
BARE = "bare"


class UserStore(SQLAlchemyUserDatastore):
    """Users without the library's roles; commits go through `transaction()`."""

    def __init__(self) -> None:
        super().__init__(db, identity.User, None, identity.Passkey)  # type: ignore[arg-type]

    def _prepare_create_user_args(self, **values: Any) -> dict[str, Any]:
        values = super()._prepare_create_user_args(**values)  # type: ignore[no-untyped-call]
        del values["roles"]
        return values

    def put(self, model: Any) -> Any:
        """Keep what has changed; what somebody signs in with is sealed with it."""
        super().put(model)  # type: ignore[no-untyped-call]
        self._seal(model)
        return model

    def delete(self, model: Any) -> None:
        """Take a passkey away."""
        super().delete(model)  # type: ignore[no-untyped-call]
        self._seal(model)

    def tf_set(self, user: Any, primary_method: str, totp_secret: str | None = None, phone: str | None = None) -> None:
        """Keep an authenticator that was being set up, bound to its user; the library gives one that is kept already once more."""
        if totp_secret and totp_secret != user.tf_totp_secret:
            totp_secret = identity.bound_totp(totp_secret, user.id)
        super().tf_set(user, primary_method, totp_secret, phone)

    def _seal(self, model: Any) -> None:
        user_id = model.user_id if isinstance(model, identity.Passkey) else model.id
        if user_id is not None and in_transaction():
            identity.seal_sign_in(user_id, now=clock.now())

    def commit(self) -> None:
        """The library asks for it after a page; the page's own transaction has done it by then."""
        if not in_transaction():
            with transaction(by=actor()):
                pass


def init_app(app: Flask, security: Security) -> None:
    """Load users by session rows, and keep these rows true to what happens to passwords and factors."""
    security.login_manager.user_loader(load_user)
    # A cookie is the only way in: the library's own tokens are no way.
    security.login_manager._request_callback = None
    user_authenticated.connect(_began, app)
    user_logged_out.connect(_ended, app)
    password_reset.connect(_end_all, app)
    for signal in (password_changed, tf_profile_changed, tf_disabled, wan_registered, wan_deleted):
        signal.connect(_end_others, app)
    for signal, note in _NOTES.items():
        signal.connect(note, app)


def load_user(uniquifier: str) -> identity.User | None:
    """The user of the request's cookie, while their session lasts."""
    key = session.get(KEY)
    user = identity.signed_in(uniquifier, key, clock.now()) if isinstance(key, str) else None
    if user is not None:
        g.fs_authn_via = "session"
        g.fs_paa = session.get("fs_paa", 0)
    return user


def end_other_sessions(user: identity.User) -> None:
    """Sign a user out everywhere but here; call it in a transaction."""
    identity.end_sessions(user.id, but=session.get(KEY))
    session["_user_id"] = user.get_id()


def _began(_app: Flask, user: identity.User, **_: Any) -> None:
    former = session.get(KEY)
    if former:
        identity.end_session(former)
    db.session.flush()
    _renew_form_tokens()
    act_as(Actor("user", user.id))
    session[KEY] = identity.begin_session(
        user,
        now=clock.now(),
        agent=request.headers.get("User-Agent", ""),
        network=network_of(request.remote_addr or ""),
    )
    session.permanent = True
    session.pop(BARE, None)
    if user.needs_factor and not user.has_factor:
        session[BARE] = True
    g.has_begun = True


def _renew_form_tokens() -> None:
    """What a page got before somebody signed in is worth nothing afterwards. (At sign-out the library sees to it.)"""
    name = current_app.config["WTF_CSRF_FIELD_NAME"]
    session.pop(name, None)
    g.pop(name, None)


def _ended(_app: Flask, **_: Any) -> None:
    former = session.pop(KEY, None)
    session.pop(FACTOR_AT, None)
    session.pop(BARE, None)
    if former:
        identity.end_session(former)


def _end_all(_app: Flask, user: identity.User, **_: Any) -> None:
    db.session.flush()
    identity.end_sessions(user.id)


def _end_others(_app: Flask, user: Any, **_: Any) -> None:
    db.session.flush()
    end_other_sessions(user._get_current_object() if hasattr(user, "_get_current_object") else user)


def _noted(what: identity.SecretChange) -> Callable[..., None]:
    """Whoever holds the account has changed it: the audit says what, and by whom even where they are not signed in yet."""

    def note(_app: Flask, user: Any, **_: Any) -> None:
        act_as(Actor("user", user.id))
        identity.note_change(user.id, what, now=clock.now())

    return note


_NOTES = {
    password_reset: _noted("password"),
    password_changed: _noted("password"),
    tf_profile_changed: _noted("app"),
    tf_disabled: _noted("no_app"),
    wan_registered: _noted("passkey"),
    wan_deleted: _noted("passkey_removed"),
}
