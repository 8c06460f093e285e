"""Batches that are taken off the shelf: their unsold codes are put aside at once, what was sold stays good."""

from collections.abc import Iterable
from datetime import datetime

from marketplace.codes.batches.reading import Batch
from marketplace.codes.errors import BatchOnSale, BatchWithdrawn, WithdrawalUnexplained
from marketplace.core import audit
from marketplace.core.db import execute

WHY_MAX = 1000
_HELD = "SELECT FROM batches WHERE id = %(batch)s FOR UPDATE"  # whoever is putting codes of it on sale is waited for
_OPEN = """SELECT w.id FROM batch_withdrawals w
    WHERE w.batch_id = %(batch)s AND NOT EXISTS (SELECT FROM batch_releases r WHERE r.withdrawal_id = w.id)"""
_WITHDRAW = """INSERT INTO batch_withdrawals (batch_id, why, at, actor) VALUES (%(batch)s, %(why)s, %(now)s, acting()) RETURNING id"""
_PUT_ASIDE = """WITH gone AS (DELETE FROM free_codes WHERE batch_id = %(batch)s RETURNING code_id)
    INSERT INTO withdrawn_codes (code_id, withdrawal_id) SELECT code_id, %(withdrawal)s FROM gone"""
_RELEASE = (
    """INSERT INTO batch_releases (withdrawal_id, why, at, actor) VALUES (%(withdrawal)s, %(why)s, %(now)s, acting())"""
)
_BACK = """WITH back AS (DELETE FROM withdrawn_codes WHERE withdrawal_id = %(withdrawal)s RETURNING code_id)
    INSERT INTO free_codes (denomination_id, expires_on, code_id, batch_id)
    SELECT c.denomination_id, coalesce(c.expires_on, 'infinity'), c.id, c.batch_id FROM back JOIN codes c ON c.id = back.code_id"""
_OFFER = """INSERT INTO free_codes (denomination_id, expires_on, code_id, batch_id)
    SELECT denomination_id, coalesce(expires_on, 'infinity'), id, batch_id FROM codes WHERE id = %(code)s AND batch_id IS NOT NULL
    ON CONFLICT DO NOTHING"""
_KEEP_ASIDE = (
    """INSERT INTO withdrawn_codes (code_id, withdrawal_id) VALUES (%(code)s, %(withdrawal)s) ON CONFLICT DO NOTHING"""
)


def withdraw(batch: Batch, *, why: str, now: datetime) -> int:
    """Stop selling a batch: no code of it is sold from the commit on. What was sold is not touched.

    Returns:
        how many unsold codes were put aside.

    Raises:
        WithdrawalUnexplained: `why` is empty.
        BatchWithdrawn: somebody has done so already.
    """
    why = _reason(why)
    if _withdrawal(batch.id) is not None:
        raise BatchWithdrawn(batch=batch.id)
    withdrawal = execute(_WITHDRAW, {"batch": batch.id, "why": why, "now": now}).scalar_one()
    aside = execute(_PUT_ASIDE, {"batch": batch.id, "withdrawal": withdrawal}).rowcount
    audit.record(
        "codes.withdraw", f"batch:{batch.id}", at=now, why=why, before={"on_sale": aside}, after={"on_sale": 0, "withdrawn": aside}
    )  # fmt: skip
    return aside


def release(batch: Batch, *, why: str, now: datetime) -> int:
    """Sell what is left of a withdrawn batch again.

    Returns:
        how many codes are on sale again.

    Raises:
        WithdrawalUnexplained: `why` is empty.
        BatchOnSale: it is not withdrawn.
    """
    why = _reason(why)
    withdrawal = _withdrawal(batch.id)
    if withdrawal is None:
        raise BatchOnSale(batch=batch.id)
    execute(_RELEASE, {"withdrawal": withdrawal, "why": why, "now": now})
    back = execute(_BACK, {"withdrawal": withdrawal}).rowcount
    audit.record(
        "codes.release", f"batch:{batch.id}", at=now, why=why, before={"on_sale": 0, "withdrawn": back}, after={"on_sale": back}
    )  # fmt: skip
    return back


def offer(code_id: int) -> bool:
    """Put an unsold code on sale, or aside where its batch is withdrawn; twice is once. False: there is no such code."""
    code = execute("SELECT batch_id FROM codes WHERE id = %(code)s", {"code": code_id}).first()
    if code is None:
        return False
    if code.batch_id is not None:  # one of our own making stays unused
        execute("SELECT FROM batches WHERE id = %(batch)s FOR KEY SHARE", {"batch": code.batch_id})
        withdrawal = execute(_OPEN, {"batch": code.batch_id}).scalar()
        execute(_OFFER if withdrawal is None else _KEEP_ASIDE, {"code": code_id, "withdrawal": withdrawal})
    return True


def must_be_on_sale(batch_ids: Iterable[int]) -> None:
    """Make sure that codes may be added to these batches, which the open transaction has written. Raises BatchWithdrawn."""
    for batch_id in batch_ids:
        if execute(_OPEN, {"batch": batch_id}).first() is not None:
            raise BatchWithdrawn(batch=batch_id)


def _withdrawal(batch_id: int) -> int | None:
    """The open withdrawal of a batch, which stays as it is until the transaction ends."""
    execute(_HELD, {"batch": batch_id})
    found: int | None = execute(_OPEN, {"batch": batch_id}).scalar()
    return found


def _reason(why: str) -> str:
    if not why.strip():
        raise WithdrawalUnexplained
    return why.strip()[:WHY_MAX]
