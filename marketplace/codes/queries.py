"""What may be asked about codes; read only."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from marketplace.codes import sealing
from marketplace.codes.errors import NoCode
from marketplace.core.db import execute

CAPPED = 1_000  # nobody needs the figure above it, and counting costs
LOW = 10  # fewer codes than these are counted as few by monitoring
BRANDS = 50


def stock(denomination_ids: Iterable[int], *, today: date) -> dict[int, int]:
    """How many codes of each denomination can be sold on the day; 0 for those that have none."""
    counts = dict.fromkeys(denomination_ids, 0)
    if counts:
        rows = execute(
            """SELECT denomination_id, count(*) AS codes FROM free_codes
               WHERE denomination_id = ANY (%(ids)s) AND expires_on >= %(today)s GROUP BY denomination_id""",
            {"ids": list(counts), "today": today},
        )
        counts.update({row.denomination_id: row.codes for row in rows})
    return counts


def products_in_stock(programme_id: int, source: str, *, today: date) -> set[str]:
    """The references of a source's offers that are sold from stock and have codes left that can be sold on the day."""
    rows = execute(
        """SELECT o.external_ref FROM offers o
            WHERE o.programme_id = %(programme)s AND o.source = %(source)s AND o.fulfilment = 'stock'
              AND EXISTS (SELECT FROM denominations d JOIN free_codes f ON f.denomination_id = d.id
                           WHERE d.offer_id = o.id AND d.active AND f.expires_on >= %(today)s)""",
        {"programme": programme_id, "source": source, "today": today},
    )
    return set(rows.scalars())


class Supply(NamedTuple):
    """Offers sold from stock by how many codes they have left, and the brands with the fewest free codes."""

    out: int
    low: int
    enough: int
    scarcest: list[tuple[int, str, int]]  # programme, brand, free codes


def supply(today: date) -> Supply:
    """What is published and sold from stock; each denomination counts at most CAPPED free codes."""
    row = execute(
        """WITH free AS (
               SELECT o.id AS offer, b.programme_id, b.slug, (SELECT count(*) FROM (
                          SELECT FROM free_codes f WHERE f.denomination_id = d.id AND f.expires_on >= %(today)s
                           LIMIT %(capped)s) few) AS codes
                 FROM denominations d JOIN offers o ON o.id = d.offer_id JOIN brands b ON b.id = o.brand_id
                WHERE d.active AND o.published AND o.fulfilment = 'stock'),
           offers AS (SELECT offer, sum(codes) AS codes FROM free GROUP BY offer),
           scarcest AS (SELECT programme_id, slug, sum(codes)::bigint AS codes FROM free GROUP BY 1, 2 ORDER BY 3, 1, 2
                         LIMIT %(brands)s)
           SELECT count(*) FILTER (WHERE codes = 0) AS out, count(*) FILTER (WHERE codes BETWEEN 1 AND %(low)s - 1) AS low,
                  count(*) FILTER (WHERE codes >= %(low)s) AS enough,
                  coalesce((SELECT jsonb_agg(jsonb_build_array(programme_id, slug, codes)) FROM scarcest), '[]') AS scarcest
             FROM offers""",
        {"today": today, "capped": CAPPED, "low": LOW, "brands": BRANDS},
    ).one()
    return Supply(row.out, row.low, row.enough, [(number, slug, codes) for number, slug, codes in row.scarcest])


def a_decoy(batch_id: int) -> sealing.Secret:
    """A decoy of a batch in the clear, to try out whether tills notice it: for whoever holds the vault's keys, never for a page.

    Raises NoCode: it has none.
    """
    marks = set(execute("SELECT mark FROM code_canaries WHERE batch_id = %(batch)s", {"batch": batch_id}).scalars())
    for row in execute("SELECT id, blind, ciphertext FROM codes WHERE batch_id = %(batch)s", {"batch": batch_id}):
        if sealing.decoy_mark(row.blind) in marks:
            return sealing.unseal(row.id, row.ciphertext)
    raise NoCode


def has_decoys(batch_id: int) -> bool:
    """Whether there are decoys among the codes of a batch."""
    found = execute("SELECT EXISTS (SELECT FROM code_canaries WHERE batch_id = %(batch)s)", {"batch": batch_id})
    return bool(found.scalar_one())
