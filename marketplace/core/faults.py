"""What may be said of an unexpected exception in logs and records: where it arose and what kind it is.

Its message is left out: a database error quotes rows, a ValueError quotes its value, and either may be a secret.
"""

from pathlib import Path
from traceback import extract_tb

from sqlalchemy.exc import DBAPIError

FRAMES = 12


def kind(error: BaseException) -> str:
    """The kind in a few words: its class; for a database error also the SQLSTATE and the constraint's name."""
    name = type(error).__name__
    original = error.orig if isinstance(error, DBAPIError) else None
    if original is None:
        return name
    constraint = getattr(getattr(original, "diag", None), "constraint_name", None)
    words = [name, getattr(original, "sqlstate", None) or type(original).__name__, constraint or ""]
    return " ".join(word for word in words if word)


def trace(error: BaseException) -> str:
    """Kind and place, innermost call first, then whatever caused it; one line, no message, no values."""
    parts: list[str] = []
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        frames = extract_tb(cause.__traceback__)[-FRAMES:]
        places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames))
        parts.append(f"{kind(cause)} at {places}" if places else kind(cause))
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return " | caused by ".join(parts)
