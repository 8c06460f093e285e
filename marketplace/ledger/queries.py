"""What may be asked of the ledger."""

from datetime import date, datetime

from marketplace.core import paging
from marketplace.core.db import execute
from marketplace.core.errors import NotFound
from marketplace.core.paging import Page
from marketplace.ledger.values import EarnedAndSpent, Ending, Lot, LotMove, LotsOfDay, Month, Movement

SPENDABLE = "(o.expires_on IS NULL OR o.expires_on >= %(today)s)"


def balance(account_id: int, today: date) -> int:
    """What the account can spend on that day of its programme; lots past their last day do not count."""
    return int(
        execute(
            f"""SELECT CASE WHEN b.keeps_lots THEN (SELECT coalesce(sum(o.remaining), 0) FROM open_lots o
                                                     WHERE o.account_id = b.account_id AND {SPENDABLE})
                            ELSE b.balance END
                  FROM balances b WHERE b.account_id = %(account)s""",  # noqa: S608 - a constant
            {"account": account_id, "today": today},
        ).scalar_one()
    )


def total(account_id: int) -> int:
    """The sum of all entries of an account without a running balance: what a partner is owed, what a programme gave."""
    return int(
        execute(
            "SELECT coalesce(sum(amount), 0) FROM entries WHERE account_id = %(account)s", {"account": account_id}
        ).scalar_one()
    )


def transfer_by_ref(ref: str) -> int:
    """The transfer that was posted under a ref. Raises NotFound."""
    row = execute("SELECT id FROM transfers WHERE ref = %(ref)s", {"ref": ref}).first()
    if row is None:
        raise NotFound(ref=ref)
    return int(row.id)


def lots_moved(account_id: int, ref: str) -> list[LotMove]:
    """What the transfer of a ref did to the account's lots, soonest to expire first; nothing where there is none."""
    rows = execute(
        """SELECT l.id, l.expires_on, m.amount
             FROM transfers t JOIN entries e ON e.transfer_id = t.id AND e.account_id = %(account)s
            CROSS JOIN LATERAL unnest(e.lot_ids, e.lot_amounts) m(id, amount) JOIN lots l ON l.id = m.id
            WHERE t.ref = %(ref)s ORDER BY l.expires_on NULLS LAST, l.id""",
        {"account": account_id, "ref": ref},
    )
    return [LotMove(row.id, row.expires_on, row.amount) for row in rows]


def open_lots(account_id: int, today: date) -> list[Lot]:
    """The lots that can be spent on that day, soonest to expire first."""
    rows = execute(
        f"""SELECT o.lot_id, o.expires_on, o.remaining, l.amount
              FROM open_lots o JOIN lots l ON l.id = o.lot_id
             WHERE o.account_id = %(account)s AND {SPENDABLE}
             ORDER BY o.expires_on NULLS LAST, o.lot_id""",  # noqa: S608 - a constant
        {"account": account_id, "today": today},
    )
    return [Lot(row.lot_id, row.expires_on, row.remaining, row.amount) for row in rows]


def lots_by_day(account_id: int, today: date) -> list[LotsOfDay]:
    """The lots that can be spent on that day, those of one last day as one, soonest first."""
    rows = execute(
        f"""SELECT o.expires_on, sum(o.remaining) AS remaining,
                   (SELECT sum(l.amount) FROM lots l
                     WHERE l.account_id = %(account)s AND l.expires_on IS NOT DISTINCT FROM o.expires_on) AS amount
              FROM open_lots o WHERE o.account_id = %(account)s AND {SPENDABLE}
             GROUP BY o.expires_on ORDER BY o.expires_on NULLS LAST""",  # noqa: S608 - a constant
        {"account": account_id, "today": today},
    )
    return [LotsOfDay(row.expires_on, int(row.remaining), int(row.amount)) for row in rows]


def ending(programme_id: int, *, today: date, until: date, after: int, limit: int) -> list[Ending]:
    """Whose points have their last day between two days, both included, by weeks.

    The first `limit` owners behind the owner `after`, in order of owner and week.
    """
    rows = execute(
        """WITH soon AS (
               SELECT a.owner_id, o.expires_on FROM open_lots o JOIN accounts a ON a.id = o.account_id
                WHERE o.expires_on BETWEEN %(today)s AND %(until)s AND a.programme_id = %(programme)s
                  AND a.kind = 'member' AND a.unit = 'points' AND a.owner_id > %(after)s)
           SELECT owner_id, expires_on - (extract(isodow FROM expires_on)::integer - 1) AS monday, min(expires_on) AS first_day
             FROM soon WHERE owner_id IN (SELECT DISTINCT owner_id FROM soon ORDER BY owner_id LIMIT %(limit)s)
            GROUP BY 1, 2 ORDER BY 1, 2""",
        {"programme": programme_id, "today": today, "until": until, "after": after, "limit": limit},
    )
    return [Ending._make(row) for row in rows]


def history(account_id: int, *, before: str | None = None, limit: int = 20, way: str | None = None) -> Page[Movement]:
    """The account's entries, newest first.

    Args:
        before: the cursor of the page before.
        way: 'in' for what came, 'out' for what went, None for both.

    Raises:
        BadCursor, BadLimit: see marketplace.core.paging.
    """
    assert way in (None, "in", "out"), "points come or go"
    limit = paging.checked_limit(limit)
    last = paging.decode(before, int)[0] if before else None
    rows = execute(
        """SELECT e.id, e.at, e.amount, e.balance_after, t.kind, e.memo, e.transfer_id,
                  CASE WHEN e.lot_ids IS NULL THEN ARRAY[born.id] ELSE e.lot_ids END AS lot_ids,
                  CASE WHEN e.lot_ids IS NULL THEN ARRAY[born.expires_on] ELSE ARRAY(
                      SELECT l.expires_on FROM unnest(e.lot_ids) WITH ORDINALITY m(id, n) JOIN lots l ON l.id = m.id
                       ORDER BY m.n) END AS lot_days,
                  coalesce(e.lot_amounts, ARRAY[e.amount]) AS lot_amounts
             FROM entries e
             JOIN transfers t ON t.id = e.transfer_id
             LEFT JOIN lots born ON born.transfer_id = e.transfer_id AND born.account_id = e.account_id
                  AND born.expires_on IS NOT DISTINCT FROM e.expires_on AND e.amount > 0 AND e.lot_ids IS NULL
            WHERE e.account_id = %(account)s AND (%(last)s::bigint IS NULL OR e.id < %(last)s::bigint)
              AND (%(way)s::text IS NULL OR (e.amount > 0) = (%(way)s::text = 'in'))
            ORDER BY e.id DESC LIMIT %(rows)s""",
        {"account": account_id, "last": last, "way": way, "rows": limit + 1},
    )
    movements = [
        Movement(
            entry_id=row.id,
            at=row.at,
            amount=row.amount,
            balance_after=row.balance_after,
            kind=row.kind,
            memo=row.memo or {},
            lots=[
                LotMove(lot_id, day, amount)
                for lot_id, day, amount in zip(row.lot_ids, row.lot_days, row.lot_amounts, strict=True)
                if lot_id is not None
            ],
            transfer_id=row.transfer_id,
        )
        for row in rows
    ]
    return paging.page(movements, limit, lambda movement: [movement.entry_id])


def curve(account_id: int, since: datetime) -> list[tuple[datetime, int]]:
    """The balance over time, oldest first: where it stood at `since`, then the last of each day (UTC) with a movement."""
    rows = execute(
        """(SELECT %(since)s::timestamptz AS at, balance_after FROM entries
             WHERE account_id = %(account)s AND at < %(since)s ORDER BY id DESC LIMIT 1)
           UNION ALL
           (SELECT at, balance_after FROM (
                SELECT DISTINCT ON (date_trunc('day', at)) at, balance_after FROM entries
                 WHERE account_id = %(account)s AND at >= %(since)s ORDER BY date_trunc('day', at), id DESC) days)
           ORDER BY at""",
        {"account": account_id, "since": since},
    )
    return [(row.at, row.balance_after) for row in rows]


def earned_and_spent(account_id: int, since: datetime) -> EarnedAndSpent:
    """What came in by earning (less what was taken back) and what was spent (less what was returned) since then.

    Expired points are in neither.
    """
    row = execute(
        """SELECT coalesce(sum(e.amount) FILTER (WHERE what IN ('accrual', 'clawback', 'adjustment')), 0) AS earned,
                  coalesce(-sum(e.amount) FILTER (WHERE what IN ('order', 'hold', 'capture')), 0) AS spent
             FROM entries e JOIN transfers t ON t.id = e.transfer_id
             LEFT JOIN transfers s ON s.id = t.settles_id
            CROSS JOIN LATERAL (SELECT CASE WHEN t.kind IN ('reversal', 'release') THEN s.kind ELSE t.kind END AS what) k
            WHERE e.account_id = %(account)s AND e.at >= %(since)s""",
        {"account": account_id, "since": since},
    ).one()
    return EarnedAndSpent(int(row.earned), int(row.spent))


def by_month(account_id: int, since: datetime, time_zone: str) -> list[Month]:
    """What came and went in each calendar month of a time zone since then, oldest first; months without entries are left out."""
    rows = execute(
        """SELECT date_trunc('month', at AT TIME ZONE %(zone)s)::date AS first_day,
                  coalesce(sum(amount) FILTER (WHERE amount > 0), 0) AS came,
                  coalesce(-sum(amount) FILTER (WHERE amount < 0), 0) AS went,
                  (array_agg(balance_after ORDER BY id DESC))[1] AS balance_after
             FROM entries WHERE account_id = %(account)s AND at >= %(since)s
            GROUP BY 1 ORDER BY 1""",
        {"account": account_id, "since": since, "zone": time_zone},
    )
    return [Month(row.first_day, int(row.came), int(row.went), row.balance_after) for row in rows]
