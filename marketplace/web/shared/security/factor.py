"""The second factor: the authenticator's secret, recovery codes, passkeys, and how long ago one was shown."""

import time
from typing import Any

import qrcode
from flask import g, session
from flask_login import current_user
from flask_security import MfRecoveryCodesUtil, Totp, WebauthnUtil

from marketplace import identity
from marketplace.core import clock, ids, secrecy, vault
from marketplace.core.db import db
from marketplace.web.shared.security.store import BARE, FACTOR_AT

FRESH_S = 300
RECOVERY_CODES = 8


def fresh_factor(max_age_seconds: int = FRESH_S) -> bool:
    """Whether the visitor has lately shown more than their cookie.

    Who has a second factor must have shown it, at sign-in or on the page `security.verify`. Who has none must have
    entered their password on that page; having signed in with it a moment ago does not count.
    """
    shown = session.get(FACTOR_AT)
    return isinstance(shown, (int, float)) and 0 <= time.time() - shown <= max_age_seconds


def factor_shown() -> None:
    """Remember that a second factor (or the password of one who has none) has just been shown."""
    session[FACTOR_AT] = int(time.time())


def must_set_up() -> bool:
    """Whether the visitor works for a programme and has no second factor yet. Said at sign-in, and asked again if so."""
    user = current_user
    return bool(session.get(BARE)) and user.is_authenticated and user.needs_factor and not user.has_factor


def ways() -> dict[str, bool]:
    """How the signed-in visitor can show their identity: by code, by passkey, or by password when they have neither.

    "recovery": they have a factor, and codes for the day it is lost.
    """
    user = current_user
    lost = user.has_factor and bool(user.mf_recovery_codes)
    return {
        "code": user.has_totp, "passkey": bool(user.webauthn), "password": not user.has_factor, "recovery": lost,
    }  # fmt: skip


class VaultTotp(Totp):
    """Secrets of authenticators, encrypted by the vault; a code counts once."""

    def generate_totp_secret(self) -> str:
        plain = self._totp.new().to_json(encrypt=False)
        return identity.seal_totp(plain)

    def generate_totp_password(self, totp_secret: str) -> str:
        return str(self.opened(totp_secret).generate().token)

    def verify_totp(self, token: str, totp_secret: str, user: Any, window: int = 0) -> bool:
        """Whether the code is right and was not used before; of two requests with the same one the second waits.

        A code of a secret that is only being set up cannot have been used.
        """
        g.totp_is_new = totp_secret != user.tf_totp_secret
        plain = self.opened(totp_secret, None if g.totp_is_new else user.id).to_json(encrypt=False)
        return super().verify_totp(str(token).replace(" ", ""), plain, user, window) and self._use_up(user)

    def get_totp_uri(self, username: str, totp_secret: str) -> str:
        return str(self.opened(totp_secret).to_uri(username, issuer=site_name()))

    def get_totp_pretty_key(self, totp_secret: str) -> str:
        return str(self.opened(totp_secret).pretty_key())

    def get_totp_b32_key(self, totp_secret: str) -> str:
        return str(self.opened(totp_secret).base32_key)

    def generate_qrcode(self, username: str, totp: str) -> str:
        """The QR code's size and outline for an inline SVG, a space between."""
        code = qrcode.QRCode(border=2)
        code.add_data(self.get_totp_uri(username, totp))
        code.make(fit=True)
        matrix = code.get_matrix()
        return f"{len(matrix)} {_outline(matrix)}"

    def get_last_counter(self, user: Any) -> int | None:
        return None if g.totp_is_new else user.totp_counter

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        g.totp_counter = tmatch.counter

    def opened(self, secret: str, user_id: int | None = None) -> Any:
        """The authenticator itself, as its owner holds it (`passlib.totp.TOTP`): a user's own, or one that is being set up."""
        return self._totp.from_json(identity.unseal_totp(secret, user_id))

    def _use_up(self, user: Any) -> bool:
        return identity.use_up_totp(user.id, g.totp_counter, is_new=g.totp_is_new)


class KeyedRecoveryCodes(MfRecoveryCodesUtil):
    """Recovery codes are shown once; what is kept are digests under the vault's key."""

    def create_recovery_codes(self, user: Any) -> list[str]:
        secrecy.note()
        codes = [f"{ids.random_symbols(5)}-{ids.random_symbols(5)}" for _ in range(RECOVERY_CODES)]
        identity.issue_recovery_codes(user, [_recovery_digest(code) for code in codes], now=clock.now())
        return codes

    def get_recovery_codes(self, user: Any) -> list[str]:
        return []

    def check_recovery_code(self, user: Any, code: str) -> bool:
        """Use a code up if it is one of theirs: checked and taken away in one statement."""
        used = identity.use_up_recovery_code(user.id, _recovery_digest(code), now=clock.now())
        db.session.refresh(user)
        return used

    def delete_recovery_code(self, user: Any, code: str) -> bool:
        return True


class PasskeyRules(WebauthnUtil):
    """A passkey that signs in lives on the device and asks for finger or PIN; one beside a password need not."""

    def registration_options(self, user: Any, usage: str, existing_options: dict[str, Any]) -> dict[str, Any]:
        """The device shows whose key it is: the programme's name, as an authenticator's app does."""
        options: dict[str, Any] = super().registration_options(user, usage, existing_options)
        return options | {"rp_name": site_name()}

    def authenticator_selection(self, user: Any, usage: str) -> Any:
        criteria: Any = super().authenticator_selection(user, usage)
        criteria.authenticator_attachment = None
        criteria.resident_key = type(criteria.resident_key)("required" if usage == "first" else "discouraged")
        criteria.user_verification = type(criteria.user_verification)("required" if usage == "first" else "preferred")
        return criteria

    def user_verification(self, user: Any, usage: list[str]) -> Any:
        kind = super().user_verification(user, usage)
        return type(kind)("preferred" if "secondary" in usage else "required")


def site_name() -> str:
    """The programme of this host as other programs and devices name it; the product where there is none."""
    programme = g.get("programme")
    return programme.name("en").replace(":", " ") if programme else "Vitrina"


def _recovery_digest(code: str) -> str:
    return vault.blind(f"recovery {code}").hex()


def _outline(matrix: list[list[bool]]) -> str:
    return "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark)
