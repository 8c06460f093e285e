"""Batches that are taken off the shelf: nothing more of them is sold from then on, what was sold stays good.

Their unsold codes are put aside, or back, in parts: the first with the act itself, the rest by the worker (`move`).
"""

from collections.abc import Iterable
from datetime import datetime

from marketplace.codes.batches.reading import Batch
from marketplace.codes.errors import BatchMoving, BatchOnSale, BatchWithdrawn, WithdrawalUnexplained
from marketplace.core import audit, outbox
from marketplace.core.bounds import COLUMN_MAX
from marketplace.core.db import execute
from marketplace.core.topics import Topic

WHY_MAX = COLUMN_MAX["batch_withdrawals.why"]
PART = 10_000  # codes that are moved in one transaction
_HELD = "SELECT FROM batches WHERE id = %(batch)s FOR UPDATE"  # whoever is putting codes of it on sale is waited for
_OPEN = """SELECT w.id FROM batch_withdrawals w
    WHERE w.batch_id = %(batch)s AND NOT EXISTS (SELECT FROM batch_releases r WHERE r.withdrawal_id = w.id)"""
_WITHDRAW = """INSERT INTO batch_withdrawals (batch_id, why, at, actor) VALUES (%(batch)s, %(why)s, %(now)s, acting()) RETURNING id"""
_STOP_SALE = "SELECT pg_advisory_xact_lock(hashtextextended('batch on sale ' || %(batch)s, 3))"  # see code_claim()
_MOVE = "INSERT INTO batch_moves (batch_id, withdrawal_id, back) VALUES (%(batch)s, %(withdrawal)s, %(back)s)"
_PUT_ASIDE = """WITH part AS (SELECT code_id FROM free_codes WHERE batch_id = %(batch)s ORDER BY expires_on LIMIT %(most)s FOR UPDATE SKIP LOCKED),
    gone AS (DELETE FROM free_codes f USING part WHERE f.code_id = part.code_id RETURNING f.code_id)
    INSERT INTO withdrawn_codes (code_id, withdrawal_id) SELECT code_id, %(withdrawal)s FROM gone"""
_RELEASE = (
    """INSERT INTO batch_releases (withdrawal_id, why, at, actor) VALUES (%(withdrawal)s, %(why)s, %(now)s, acting())"""
)
_PUT_BACK = """WITH part AS (SELECT code_id FROM withdrawn_codes WHERE withdrawal_id = %(withdrawal)s LIMIT %(most)s),
    back AS (DELETE FROM withdrawn_codes k USING part WHERE k.code_id = part.code_id RETURNING k.code_id)
    INSERT INTO free_codes (denomination_id, expires_on, code_id, batch_id)
    SELECT c.denomination_id, coalesce(c.expires_on, 'infinity'), c.id, c.batch_id FROM back JOIN codes c ON c.id = back.code_id"""
_LEFT = {
    False: "SELECT EXISTS (SELECT FROM free_codes WHERE batch_id = %(batch)s)",
    True: "SELECT EXISTS (SELECT FROM withdrawn_codes WHERE withdrawal_id = %(withdrawal)s)",
}
_OFFER = """INSERT INTO free_codes (denomination_id, expires_on, code_id, batch_id)
    SELECT denomination_id, coalesce(expires_on, 'infinity'), id, batch_id FROM codes WHERE id = %(code)s AND batch_id IS NOT NULL
    ON CONFLICT DO NOTHING"""
_KEEP_ASIDE = (
    """INSERT INTO withdrawn_codes (code_id, withdrawal_id) VALUES (%(code)s, %(withdrawal)s) ON CONFLICT DO NOTHING"""
)


def withdraw(batch: Batch, *, why: str, now: datetime) -> int:
    """Stop selling a batch: no code of it is sold from the commit on. What was sold is not touched.

    Returns:
        how many unsold codes leave the shop.

    Raises:
        WithdrawalUnexplained: `why` is empty.
        BatchWithdrawn: somebody has done so already. BatchMoving: it is just being released.
    """
    why = _reason(why)
    if _withdrawal(batch.id) is not None:
        raise BatchWithdrawn(batch=batch.id)
    execute(_STOP_SALE, {"batch": batch.id})
    aside = int(execute("SELECT count(*) FROM free_codes WHERE batch_id = %(batch)s", {"batch": batch.id}).scalar_one())
    withdrawal = execute(_WITHDRAW, {"batch": batch.id, "why": why, "now": now}).scalar_one()
    _begin_move(batch.id, withdrawal, back=False, now=now)
    audit.record(
        "codes.withdraw", f"batch:{batch.id}", at=now, why=why, before={"on_sale": aside}, after={"on_sale": 0, "withdrawn": aside}
    )  # fmt: skip
    return aside


def release(batch: Batch, *, why: str, now: datetime) -> int:
    """Sell what is left of a withdrawn batch again.

    Returns:
        how many codes come on sale again.

    Raises:
        WithdrawalUnexplained: `why` is empty.
        BatchOnSale: it is not withdrawn. BatchMoving: it is just being withdrawn.
    """
    why = _reason(why)
    withdrawal = _withdrawal(batch.id)
    if withdrawal is None:
        raise BatchOnSale(batch=batch.id)
    facts = {"withdrawal": withdrawal, "why": why, "now": now}
    back = int(execute("SELECT count(*) FROM withdrawn_codes WHERE withdrawal_id = %(withdrawal)s", facts).scalar_one())
    execute(_RELEASE, facts)
    _begin_move(batch.id, withdrawal, back=True, now=now)
    audit.record(
        "codes.release", f"batch:{batch.id}", at=now, why=why, before={"on_sale": 0, "withdrawn": back}, after={"on_sale": back}
    )  # fmt: skip
    return back


def move(withdrawal_id: int) -> bool:
    """Put a further part of a batch's codes aside or back; whether more are to come."""
    facts = {"withdrawal": withdrawal_id, "most": PART}
    row = execute(
        "SELECT batch_id, back FROM batch_moves WHERE withdrawal_id = %(withdrawal)s FOR UPDATE", facts
    ).first()
    if row is None:
        return False
    facts["batch"] = row.batch_id
    execute(_PUT_BACK if row.back else _PUT_ASIDE, facts)
    if execute(_LEFT[row.back], facts).scalar_one():  # somebody may hold one of them right now
        return True
    execute("DELETE FROM batch_moves WHERE withdrawal_id = %(withdrawal)s", facts)
    return False


def promise_rest(withdrawal_id: int, *, way: str, now: datetime) -> None:
    """Have the worker go on with a batch whose codes are on their way, "out" or "back"."""
    outbox.send(Topic.CODES_MOVE, ref=f"{withdrawal_id}:{way}:{now.isoformat()}", now=now)


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


def _begin_move(batch_id: int, withdrawal_id: int, *, back: bool, now: datetime) -> None:
    execute(_MOVE, {"batch": batch_id, "withdrawal": withdrawal_id, "back": back})
    if move(withdrawal_id):
        promise_rest(withdrawal_id, way="back" if back else "out", now=now)


def _withdrawal(batch_id: int) -> int | None:
    """The open withdrawal of a batch, which stays as it is until the transaction ends. Raises BatchMoving."""
    execute(_HELD, {"batch": batch_id})
    if execute("SELECT FROM batch_moves WHERE batch_id = %(batch)s", {"batch": batch_id}).first() is not None:
        raise BatchMoving(batch=batch_id)
    found: int | None = execute(_OPEN, {"batch": batch_id}).scalar()
    return found


def _reason(why: str) -> str:
    if not why.strip():
        raise WithdrawalUnexplained
    return why.strip()[:WHY_MAX]
