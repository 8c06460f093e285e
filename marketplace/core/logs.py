"""Logs: one JSON object a line on standard output, with the request's id and without secrets."""

import logging
import logging.config
import re
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars

# A key with one of these words in it never shows its value, no matter who logs it.
SECRET_WORDS = ("password", "passwd", "token", "secret", "cookie", "authorization", "api_key", "apikey", "csrf")
SECRET_NAMES = frozenset({"code", "codes", "pin", "otp", "totp", "key", "card_number", "cvc", "cvv", "pan"})
HIDDEN = "[hidden]"
# The library logs the text of a failed statement together with its values, which may be anything.
_VALUES = re.compile(r"\[parameters: .*", re.DOTALL)
# The database quotes the row that breaks a rule, or the key that is there already.
_DETAIL = re.compile(r"DETAIL:[^\n]*")
_USERINFO = re.compile(r"(\w+://[^/\s:@]*):[^/\s@]+@")
_QUERY = re.compile(r"\?[^\s\"']*")
DEPTH_MAX = 4
# These tell of each request, connection or task, also when all is well.
CHATTY = (
    "werkzeug",
    "psycopg.pool",
    "kombu",
    "httpcore2",
    "alembic",
    "celery.app.trace",
    "celery.worker.strategy",
    "celery.beat",
    "sqlalchemy",  # at DEBUG it shows every row that the database gives
    "sqlalchemy_celery_beat",
)

Event = MutableMapping[str, Any]


def configure(level: str = "INFO") -> None:
    """Send structlog's and the standard library's messages to standard output as JSON. Calling it again is harmless."""
    before: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact,
    ]
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    write = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, structlog.processors.JSONRenderer(default=str)]
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "json": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "processors": write,
                    "foreign_pre_chain": before,
                    "keep_exc_info": False,
                }
            },
            "handlers": {"out": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "json"}},
            "root": {"handlers": ["out"], "level": level},
            "loggers": {name: {"level": "WARNING"} for name in CHATTY},
        }
    )


def begin(**facts: str | int) -> None:
    """Forget what was bound for the request or task before and add these facts to each message from here on."""
    clear_contextvars()
    bind_contextvars(**facts)


def also(**facts: str | int) -> None:
    """Add facts to what was bound before."""
    bind_contextvars(**facts)


def request_id() -> str:
    """The number of the request that everything here is done for, also where a worker does it later; "" for none."""
    return str(get_contextvars().get("request_id", ""))


def redact(_logger: Any, _method: str, event: Event) -> Event:
    """Replace the values of secret keys at any depth, and what texts quote of statements, addresses and queries."""
    return {key: HIDDEN if is_secret(key) and value else _clean(value, 0) for key, value in event.items()}


def is_secret(key: str) -> bool:
    """Whether a value with this name must not be shown."""
    name = key.lower().replace("-", "_")
    words = name.split("_")
    return name in SECRET_NAMES or bool(SECRET_NAMES & {words[-1]}) or any(word in name for word in SECRET_WORDS)


def _clean(value: Any, depth: int) -> Any:
    if isinstance(value, str):
        return _QUERY.sub(
            "?…", _USERINFO.sub(r"\1:…@", _DETAIL.sub("DETAIL: [hidden]", _VALUES.sub("[parameters hidden]", value)))
        )
    if isinstance(value, bytes | bytearray | memoryview):
        return f"<{len(value)} bytes>"
    if depth >= DEPTH_MAX:
        return "…"
    if isinstance(value, dict):
        return {str(k): HIDDEN if is_secret(str(k)) and v else _clean(v, depth + 1) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(item, depth + 1) for item in value]
    return value
