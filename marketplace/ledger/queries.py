"""What may be asked of the ledger."""

from collections.abc import Sequence
from datetime import date

from marketplace.core import paging
from marketplace.core.db import execute
from marketplace.core.paging import Page
from marketplace.core.rows import Row
from marketplace.ledger.errors import NoTransfer
from marketplace.ledger.values import Day, Days, Ending, Fresh, Lot, LotMove, LotsOfDay, Movement, Side, Transfer

_MOVEMENTS = """SELECT e.id, e.at, e.amount, e.balance_after, t.kind, e.memo, e.transfer_id,
                  CASE WHEN e.lot_ids IS NULL THEN ARRAY[born.id] ELSE e.lot_ids END AS lot_ids,
                  CASE WHEN e.lot_ids IS NULL THEN ARRAY[born.expires_on] ELSE ARRAY(
                      SELECT l.expires_on FROM unnest(e.lot_ids) WITH ORDINALITY m(id, n) JOIN lots l ON l.id = m.id
                       ORDER BY m.n) END AS lot_days,
                  coalesce(e.lot_amounts, ARRAY[e.amount]) AS lot_amounts
             FROM entries e
             JOIN transfers t ON t.id = e.transfer_id
             LEFT JOIN lots born ON born.transfer_id = e.transfer_id AND born.account_id = e.account_id
                  AND born.expires_on IS NOT DISTINCT FROM e.expires_on AND e.amount > 0 AND e.lot_ids IS NULL"""
SPENDABLE = "ledger_spendable(o.expires_on, o.usable_from, %(today)s)"


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


def balance_of(programme: str, owner: str, today: str) -> str:
    """An expression: the points that a member can spend, as `balance` says; NULL without an account.

    Args:
        programme, owner, today: expressions of the caller's own statement; the last is the programme's own date.
    """
    return f"""(SELECT (SELECT coalesce(sum(o.remaining), 0)::bigint FROM open_lots o
                         WHERE o.account_id = a.id AND ledger_spendable(o.expires_on, o.usable_from, {today}))
                  FROM accounts a WHERE a.programme_id = {programme} AND a.kind = 'member' AND a.owner_id = {owner} AND a.unit = 'points')"""  # noqa: S608 - expressions of our own code


def members_between(programme_id: int, ranges: str) -> int:
    """How many members hold an amount of points within one of these ranges, an int8multirange as text: "{[100,200),[500,)}"."""
    return int(
        execute(
            """SELECT count(*) FROM accounts a JOIN balances b ON b.account_id = a.id
                WHERE a.programme_id = %(programme)s AND a.kind = 'member' AND a.unit = 'points'
                  AND b.balance <@ %(ranges)s::int8multirange""",
            {"programme": programme_id, "ranges": ranges},
        ).scalar_one()
    )


def total(account_id: int) -> int:
    """The sum of all entries of an account without a running balance: what a partner is owed, what a programme gave."""
    return int(
        execute(
            "SELECT coalesce(sum(amount), 0) FROM entries WHERE account_id = %(account)s", {"account": account_id}
        ).scalar_one()
    )


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


def coming_back(account_id: int, ref: str, *, today: date, grace: date) -> list[LotMove]:
    """With which last days the points would come back that the transfer of a ref took from the account, soonest first.

    A day that has passed is replaced by `grace`; see ledger_returns.sql. Nothing where there is no such transfer.
    """
    rows = execute(
        """SELECT r.lot_id, r.expires_on, r.amount FROM transfers t CROSS JOIN LATERAL ledger_returns(t.id, %(today)s, %(grace)s) r
            WHERE t.ref = %(ref)s AND r.account_id = %(account)s ORDER BY r.expires_on NULLS LAST, r.lot_id""",
        {"account": account_id, "ref": ref, "today": today, "grace": grace},
    )
    return [LotMove(row.lot_id, row.expires_on, row.amount) for row in rows]


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
    """What has not expired by that day, the lots of one last day as one, soonest first; those that cannot be spent yet are in it."""
    rows = execute(
        """SELECT o.expires_on, sum(o.remaining) AS remaining,
                   (SELECT sum(l.amount) FROM lots l
                     WHERE l.account_id = %(account)s AND l.expires_on IS NOT DISTINCT FROM o.expires_on) AS amount
              FROM open_lots o WHERE o.account_id = %(account)s AND (o.expires_on IS NULL OR o.expires_on >= %(today)s)
             GROUP BY o.expires_on ORDER BY o.expires_on NULLS LAST""",
        {"account": account_id, "today": today},
    )
    return [LotsOfDay(row.expires_on, int(row.remaining), int(row.amount)) for row in rows]


def fresh(account_id: int, today: date) -> list[Fresh]:
    """Points that were paid for with money and cannot be spent yet on that day, the soonest usable first."""
    rows = execute(
        """SELECT o.usable_from, sum(o.remaining)::bigint AS amount FROM open_lots o
            WHERE o.account_id = %(account)s AND o.usable_from > %(today)s GROUP BY o.usable_from ORDER BY o.usable_from""",
        {"account": account_id, "today": today},
    )
    return [Fresh(row.usable_from, row.amount) for row in rows]


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
        f"""{_MOVEMENTS}
            WHERE e.account_id = %(account)s AND (%(last)s::bigint IS NULL OR e.id < %(last)s::bigint)
              AND (%(way)s::text IS NULL OR (e.amount > 0) = (%(way)s::text = 'in'))
            ORDER BY e.id DESC LIMIT %(rows)s""",
        {"account": account_id, "last": last, "way": way, "rows": limit + 1},
    )
    return paging.page([_movement(row) for row in rows], limit, lambda movement: [movement.entry_id])


def movements(entry_ids: Sequence[int]) -> dict[int, Movement]:
    """These entries as their owners read them, by their ids."""
    rows = execute(f"{_MOVEMENTS} WHERE e.id = ANY (%(ids)s)", {"ids": list(entry_ids)})
    return {row.id: _movement(row) for row in rows}


def transfer(transfer_id: int, programme_id: int, *, most: int = 20) -> Transfer:
    """A transfer of a programme, with up to `most` of its entries. Raises NoTransfer: unknown and another programme's alike."""
    row = execute(
        """SELECT id, kind, ref, at, settles_id, (SELECT count(*) FROM entries WHERE transfer_id = t.id) AS entries FROM transfers t
            WHERE id = %(id)s AND programme_id = %(programme)s""",
        {"id": transfer_id, "programme": programme_id},
    ).first()
    if row is None:
        raise NoTransfer
    sides = execute(
        """SELECT a.kind, a.owner_id, a.unit, e.amount, e.balance_after FROM entries e JOIN accounts a ON a.id = e.account_id
            WHERE e.transfer_id = %(id)s ORDER BY e.id LIMIT %(most)s""",
        {"id": transfer_id, "most": most},
    )
    return Transfer(row.id, row.kind, row.ref, row.at, row.settles_id, [Side(*one) for one in sides], row.entries)


def _movement(row: Row) -> Movement:
    lots = [
        LotMove(lot_id, day, amount)
        for lot_id, day, amount in zip(row.lot_ids, row.lot_days, row.lot_amounts, strict=True)
        if lot_id is not None
    ]
    return Movement(
        entry_id=row.id, at=row.at, amount=row.amount, balance_after=row.balance_after, kind=row.kind, memo=row.memo or {},
        lots=lots, transfer_id=row.transfer_id,
    )  # fmt: skip


def days(account_id: int, since: date, time_zone: str) -> Days:
    """The days of a time zone from `since` on that have entries; before them the last earlier one, for its balance.

    What `keep_days` has added up is read as it stands, entries behind it one by one. For accounts with a running balance.
    """
    rows = execute(
        """WITH mine AS MATERIALIZED (
               SELECT k.*, 0 AS loose FROM account_days k WHERE k.account_id = %(account)s AND k.time_zone = %(zone)s
                  AND k.day >= coalesce((SELECT max(day) FROM account_days WHERE account_id = %(account)s
                                            AND time_zone = %(zone)s AND day < %(since)s), %(since)s)
               UNION ALL
               SELECT %(account)s, %(zone)s, n.*, n.entries
                 FROM (SELECT coalesce(max(last_id), 0) AS last_id FROM account_days
                        WHERE account_id = %(account)s AND time_zone = %(zone)s) kept
                CROSS JOIN LATERAL ledger_days(%(account)s, %(zone)s, kept.last_id, 9223372036854775807) n)
           SELECT day, (array_agg(at ORDER BY last_id DESC))[1] AS at, (array_agg(balance_after ORDER BY last_id DESC))[1] AS balance_after,
                  sum(came)::bigint AS came, sum(went)::bigint AS went, sum(earned)::bigint AS earned, sum(spent)::bigint AS spent, sum(loose)::bigint AS loose
             FROM mine GROUP BY day ORDER BY day""",
        {"account": account_id, "since": since, "zone": time_zone},
    ).all()
    found = [Day(*row[:7]) for row in rows]
    first = max((at for at, one in enumerate(found) if one.day < since), default=0)
    return Days(found[first:], sum(row.loose for row in rows))
