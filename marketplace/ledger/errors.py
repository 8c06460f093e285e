"""How the ledger says no, and the one place where the database's refusals get their names."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy.exc import DBAPIError

from marketplace.core.db import broken_rule
from marketplace.core.errors import Conflict, NotFound, Refusal


class NotEnoughPoints(Conflict):
    """The account holds less than it is to spend. Facts: `needed` and, where known, `available`."""

    code = "not_enough_points"


class NoTransfer(NotFound):
    """The programme has no such transfer."""

    code = "no_transfer"


class AlreadySettled(Conflict):
    """The hold was captured or released before, or the transfer reversed."""

    code = "already_settled"


class RefUsed(Refusal):
    """The ref stands for a transfer of other content."""

    code = "ref_used"
    status = 422


class MalformedTransfer(AssertionError):
    """A transfer that no caller may ask for: it does not balance, or names a foreign account."""


@contextmanager
def named_refusals() -> Iterator[None]:
    """Turn what the ledger's functions refuse into exceptions of this module; anything else passes.

    The open transaction is lost then: roll it back.
    """
    try:
        yield
    except DBAPIError as error:
        named = _named(error)
        if named is None:
            raise
        raise named from error


def _named(error: DBAPIError) -> Exception | None:
    if not isinstance(error.orig, psycopg.Error):
        return None
    diagnosis, rule = error.orig.diag, broken_rule(error)
    if rule == "balance_floor":
        return NotEnoughPoints(**_facts(diagnosis.message_detail))
    if rule == "transfers_settles_id_key":
        return AlreadySettled()
    if rule == "transfer_same":
        return RefUsed()
    if rule in ("transfer_form", "transfers_ref_check") or error.orig.sqlstate == "22003":
        return MalformedTransfer(str(diagnosis.message_primary))
    return None


def _facts(detail: str | None) -> dict[str, int]:
    """The figures of a refusal by our functions; the bare CHECK, the last guard, has none."""
    if not detail or not detail.startswith("{"):
        return {}
    return {name: int(value) for name, value in json.loads(detail).items()}
