"""What a good password is, how a key is written, where a role may be held: no database, no clock."""

import hashlib
import re
from datetime import timedelta

from marketplace.identity.permissions import INSTALLATION_ROLES, PARTNER_ROLES, STAFF_ROLES

PASSWORD_MIN = 10
PASSWORD_MAX = 128

SCOPES = (
    "programme:read", "offers:read", "orders:write", "orders:read", "cards:read", "cards:reveal", "members:read", "audit:read",
    "webhooks:read", "webhooks:write", "payouts:status",
)  # fmt: skip

# So long after a change of password, second factor or address nothing of value is given out by somebody, nor to them.
QUIET = timedelta(hours=24)
MEMBER_SESSION = timedelta(days=30)
STAFF_SESSION = timedelta(hours=12)
# How long the link to a new address works.
EMAIL_CHANGE = timedelta(hours=24)
# How long somebody may take to follow an invitation.
INVITATION = timedelta(days=7)
# How long somebody may take to follow the link of a sign-up; then nothing of it is left.
SIGN_UP = timedelta(days=7)

# The stems that most guessing starts with; with digits and punctuation around them they are no better.
_COMMON = frozenset(
    re.split(
        r"\s+",
        """password passw0rd p@ssword qwerty qwertyui qwertyuiop asdfghjkl zxcvbnm letmein welcome iloveyou admin
administrator login master dragon monkey football baseball superman batman sunshine princess
пароль йцукен йцукенгшщз фывапролд ячсмить привет любовь наташа максим марина люблю солнышко россия москва
gfhjkm ghbdtn k.,jdm parol privet lubov natasha vitrina витрина""",
    )
)
_ROWS = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "йцукенгшщзхъ",
    "фывапролджэ",
)


def password_fault(password: str, about: tuple[str, ...] = ()) -> str | None:
    """What is wrong with a password: "short", "long", "common" or "personal"; None when nothing is.

    `about` holds what others know of its owner: address and names. Part of it makes up most of a personal password.
    """
    if len(password) < PASSWORD_MIN:
        return "short"
    if len(password) > PASSWORD_MAX:
        return "long"
    plain = password.casefold()
    stem = plain.strip("0123456789!@#$%^&*()_+-=.,;:?/\\ ")
    if stem in _COMMON or len(set(plain)) < 5 or _is_row(plain):
        return "common"
    rest = plain
    for word in sorted(_words(about), key=len, reverse=True):
        rest = rest.replace(word, "")
    return "personal" if len(rest) * 2 < len(plain) else None


def digest(secret: str) -> bytes:
    """SHA-256 of a random secret of ours; it has more than enough bits to need no slow hash."""
    return hashlib.sha256(secret.encode()).digest()


def mark(digest: bytes) -> str:
    """As much of a digest as the audit names to tell one link or session from another; `verify.py` compares it."""
    return digest.hex()[:16]


def can_be_held(role: str, *, programme_id: int | None, partner_id: int | None) -> bool:
    """Whether there is such a role, and it is held there: staff's in a programme, a partner's for him, one everywhere."""
    if partner_id is not None:
        return role in PARTNER_ROLES and programme_id is not None
    return role in (INSTALLATION_ROLES if programme_id is None else STAFF_ROLES)


def _is_row(plain: str) -> bool:
    return any(plain in row * 3 or plain in row[::-1] * 3 for row in _ROWS)


def _words(about: tuple[str, ...]) -> set[str]:
    parts = {part for text in about for part in re.split(r"[\s@._+-]+", text.casefold())}
    return {word for word in parts | {text.casefold() for text in about} if len(word) >= 4}
