"""What the operator decides: read once from the environment or `.env`, checked, and never changed afterwards."""

import codecs
import math
import re
import zlib
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from marketplace.core.places import INSTALLED, ROOT

# Where `.env` lies. What is installed from a wheel keeps everything in one folder of the user's.
HOME = user_data_path("vitrina") if INSTALLED else ROOT
VAR = HOME if INSTALLED else HOME / "var"
ENTRY_POINTS = ("storefront", "console", "partner", "api", "hooks")
BROKERS = ("pgmq", "redis", "rediss", "amqp", "amqps")
MIB = 1024 * 1024
LOCAL = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - a browser cannot go to "everywhere"
# Words that stand in examples and tutorials; a key that holds one was copied, not made.
WEAK_WORDS = (
    "secret",
    "password",
    "passwd",
    "changeme",
    "change-me",
    "change_me",
    "default",
    "example",
    "insecure",
    "qwerty",
    "vitrina",
)
MIN_KEY_LENGTH = 32
MIN_KEY_BITS = 96


class SettingsRefused(Exception):
    """The start is refused; the message is one line that names the setting and never holds its value."""


class Settings(BaseSettings):
    """One frozen object; each field is the environment variable of the same name in capitals.

    Secrets are `SecretStr` or kept out of the representation, so that none reaches a log by accident.
    """

    model_config = SettingsConfigDict(
        env_file=HOME / ".env", env_ignore_empty=True, frozen=True, extra="ignore", hide_input_in_errors=True
    )

    var_dir: Path = VAR
    secret_key: SecretStr
    keys_file: Path = Path("keys.json")
    seal_file: Path = Path("seals.log")
    handout_journal: Path = Path("handed-out")
    database_url: str | None = Field(None, repr=False)
    database_owner_url: str | None = Field(None, repr=False)
    known_in_database: Annotated[frozenset[str], NoDecode] = frozenset()
    broker_url: str = Field("pgmq://", repr=False)
    smtp_url: str | None = Field(None, repr=False)
    mail_from: str = "Vitrina <no-reply@localhost>"
    alert_mail: str = ""
    metrics_token: SecretStr | None = None
    stripe_secret_key: SecretStr | None = None
    stripe_webhook_secret: SecretStr | None = None
    stripe_connect_webhook_secret: SecretStr | None = None
    pain_older_form: bool = False
    apple_pass_type: str = ""
    apple_team: str = ""
    apple_pass_certificate: Path | None = None
    apple_pass_key: Path | None = None
    apple_intermediate_certificate: Path | None = None
    apple_push_key: Path | None = None
    apple_push_key_id: str = ""
    google_wallet_issuer: str = ""
    google_wallet_account: str = ""
    google_wallet_key: Path | None = None
    entry_points: Annotated[tuple[str, ...], NoDecode] = ENTRY_POINTS
    own_host: bool = False
    host: str = "127.0.0.1"
    port: int = Field(8000, ge=1, le=65535)
    public_url: str = ""
    trusted_proxies: int = Field(0, ge=0, le=5)
    web_threads: int = Field(4, ge=1, le=64)
    web_share: int = Field(256, ge=8, le=65536)
    web_workers: int = Field(1, ge=1, le=64)
    web_connections: int = Field(4096, ge=16, le=65536)
    web_head_seconds: int = Field(10, ge=1, le=60)
    web_body_seconds: int = Field(15, ge=1, le=600)
    web_body_bytes: int = Field(MIB, ge=64 * 1024, le=512 * MIB)
    worker_processes: int = Field(2, ge=1, le=64)
    max_upload_bytes: int = Field(64 * MIB, ge=64 * 1024, le=512 * MIB)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @model_validator(mode="before")
    @classmethod
    def _kept_key(cls, values: Any) -> Any:
        """Without SECRET_KEY the one that the demo has made for itself is used."""
        kept = HOME / (values.get("var_dir") or VAR) / "secret_key"
        if not values.get("secret_key") and kept.is_file():
            values["secret_key"] = kept.read_text(encoding="ascii").strip()
        return values

    @field_validator("secret_key")
    @classmethod
    def _strong(cls, value: SecretStr) -> SecretStr:
        reason = weakness(value.get_secret_value())
        if reason:
            raise ValueError(f'{reason}; make one with: python -c "import secrets; print(secrets.token_urlsafe(48))"')
        return value

    @field_validator("var_dir")
    @classmethod
    def _beside_env(cls, value: Path) -> Path:
        """The same folder wherever a process works."""
        return HOME / value

    @field_validator("database_url", "database_owner_url")
    @classmethod
    def _postgres(cls, value: str | None) -> str | None:
        if value is not None and _scheme(value) not in ("postgres", "postgresql", "postgresql+psycopg"):
            raise ValueError("must be a PostgreSQL address: postgresql://user@host/database")
        return value

    @field_validator("broker_url")
    @classmethod
    def _broker(cls, value: str) -> str:
        if _scheme(value) not in BROKERS:
            raise ValueError("must begin with pgmq://, redis:// or amqp://")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _smtp(cls, value: str | None) -> str | None:
        if value is not None and (_scheme(value) not in ("smtp", "smtps") or not urlsplit(value).hostname):
            raise ValueError("must look like smtp://user:password@host:587 or smtps://host")
        return value

    @field_validator("alert_mail")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not re.fullmatch(r"[^@\s]{1,64}@[A-Za-z0-9.-]{1,190}", value):
            raise ValueError("must be one address, such as operator@example.org")
        return value

    @field_validator("metrics_token")
    @classmethod
    def _long(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < MIN_KEY_LENGTH:
            raise ValueError(f"is too short: {MIN_KEY_LENGTH} characters at least")
        return value

    @field_validator("stripe_secret_key")
    @classmethod
    def _stripe_key(cls, value: SecretStr | None) -> SecretStr | None:
        return _begins(value, "sk_test_", "sk_live_", "rk_test_", "rk_live_")

    @field_validator("stripe_webhook_secret", "stripe_connect_webhook_secret")
    @classmethod
    def _stripe_webhook(cls, value: SecretStr | None) -> SecretStr | None:
        return _begins(value, "whsec_")

    @field_validator("entry_points", mode="before")
    @classmethod
    def _listed(cls, value: Any) -> Any:
        return tuple(name.strip() for name in value.split(",") if name.strip()) if isinstance(value, str) else value

    @field_validator("known_in_database", mode="before")
    @classmethod
    def _named(cls, value: Any) -> Any:
        """Separated by semicolons: the names of functions have commas."""
        return frozenset(name.strip() for name in value.split(";") if name.strip()) if isinstance(value, str) else value

    @field_validator("entry_points")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not set(value) <= set(ENTRY_POINTS):
            raise ValueError(f"may contain only {', '.join(ENTRY_POINTS)}, separated by commas")
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _capitals(cls, value: Any) -> Any:
        return value.upper() if isinstance(value, str) else value

    @field_validator("public_url")
    @classmethod
    def _public(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment):
            raise ValueError("must look like https://shop.example.org")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _places(self) -> Self:
        """Relative files lie in var/; the address follows from host and port when it is not given."""
        for name in ("keys_file", "seal_file", "handout_journal"):
            object.__setattr__(self, name, self.var_dir / getattr(self, name))
        if not self.public_url:
            host = LOCAL.get(self.host, self.host)
            host = f"[{host}]" if ":" in host else host
            object.__setattr__(self, "public_url", f"http://{host}:{self.port}")
        return self

    @property
    def database_uri(self) -> str:
        """The application's database for SQLAlchemy."""
        assert self.database_url, "no database: set DATABASE_URL or start the bundled one"
        return _for_sqlalchemy(self.database_url)

    @property
    def owner_database_uri(self) -> str:
        """The same database as the owner of its tables, who migrates it."""
        return _for_sqlalchemy(self.database_owner_url) if self.database_owner_url else self.database_uri

    @property
    def secure(self) -> bool:
        """Whether people reach us by https, so that cookies may insist on it."""
        return self.public_url.startswith("https://")


def load(**over: Any) -> Settings:
    """The settings of the environment, with `over` on top.

    Raises:
        SettingsRefused: one is wrong, missing or weak.
    """
    over.setdefault("_env_file_encoding", _encoding(HOME / ".env"))
    try:
        return Settings(**over)
    except UnicodeDecodeError:
        raise SettingsRefused(f"{HOME / '.env'} is not UTF-8 text: save it as UTF-8") from None
    except ValidationError as refused:
        first = refused.errors(include_input=False, include_url=False, include_context=False)[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "settings"
        missing = first["type"] == "missing"
        message = "is not set" if missing else first["msg"].removeprefix("Value error, ")
        raise SettingsRefused(f"{name} {message}") from None


def _encoding(file: Path) -> str:
    """How a file of settings is written: in UTF-8, or in UTF-16 where it begins with that mark, as PowerShell writes it."""
    try:
        with file.open("rb") as opened:
            mark = opened.read(2)
    except OSError:
        return "utf-8-sig"
    return "utf-16" if mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"


def weakness(key: str) -> str | None:
    """Why this key could be guessed, or None when nothing speaks against it.

    Bits are estimated three ways (frequency of symbols, steps between neighbours, what a packer makes of it); the
    lowest counts.
    """
    if len(key) < MIN_KEY_LENGTH:
        return f"is too short: {MIN_KEY_LENGTH} characters at least"
    if any(word in key.lower() for word in WEAK_WORDS):
        return "looks like one from an example"
    steps = "".join(chr(ord(right) - ord(left) + 0x8000) for left, right in pairwise(key))
    packed = 8 * (len(zlib.compress(key.encode(), 9)) - len(zlib.compress(b"", 9)))
    if min(_bits(key), _bits(steps), packed) < MIN_KEY_BITS:
        return "is too easy to guess"
    return None


def _bits(text: str) -> float:
    total = len(text)
    return -sum(n * math.log2(n / total) for n in Counter(text).values())


def _begins(value: SecretStr | None, *prefixes: str) -> SecretStr | None:
    if value is not None and not value.get_secret_value().startswith(prefixes):
        raise ValueError(f"must begin with {' or '.join(prefixes)}")
    return value


def _scheme(url: str) -> str:
    return url.partition("://")[0].lower() if "://" in url else ""


def _for_sqlalchemy(url: str) -> str:
    return "postgresql+psycopg://" + url.partition("://")[2]
