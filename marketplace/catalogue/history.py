"""What was published, when, and what the shop showed on any day: a version of each offer for each publication that touched it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from marketplace import partners, webhooks
from marketplace.catalogue.errors import NothingToTakeBack
from marketplace.catalogue.facts import OfferFacts
from marketplace.core.db import execute

DAY_MAX = 500  # offers of a brand that are told of a day, as many as its page shows
_MOMENTS = ("starts_at", "ends_at")
# All that a file says of an offer, by the names of OfferFacts, out of its row and its prices.
_FACTS = (
    "jsonb_build_object('external_ref', o.external_ref, 'brand', o.brand, {plain}, 'denominations', {prices})".format(
        plain=", ".join(f"'{name}', o.{name}" for name in OfferFacts._fields[3:-1]),
        prices="""(SELECT coalesce(jsonb_agg(jsonb_build_array(d.value, d.price_points, d.old_price_points) ORDER BY d.value), '[]')
                 FROM denominations d WHERE d.offer_id = o.id AND d.active)""",
    )
)


# The partner's own number of a publication; nothing where there is none.
_NUMBER = "nullif((SELECT count(*) FROM catalogue_publications mine WHERE mine.partner_id = p.partner_id AND mine.id <= {}), 0)"


class Publication(NamedTuple):
    """Something that was published of a partner at once. `undoes`, `undone_by`: the publication that it takes back, that takes it back.

    `number` is the partner's own, counted from 1, and tells nothing of what others publish; so are those of the other two. `side`: whose people
    brought it, "partner" or "programme"; "" where no run did. `newest`: whether nothing was published after it, not even a taking back, of the
    partner and by its source. `at_once`: whether it was taken back at once by those who brought it.
    """

    id: int
    partner_id: int
    source: str
    at: datetime
    actor: str
    undoes: int | None
    undone_by: int | None
    offers: int
    number: int
    undoes_number: int | None
    undone_by_number: int | None
    side: str
    newest: bool
    at_once: bool


class Behind(NamedTuple):
    """The partner's numbers of the publication that a file was made from and of the last one; how many offers have changed in between."""

    made: int
    live: int
    offers: int


class Moved(NamedTuple):
    """A row of a file whose offer has changed since the file was taken, and the partner's number of the publication that changed it."""

    row: int
    number: int


class Shown(NamedTuple):
    """An offer as it stood at a moment, and since when."""

    offer_id: int
    facts: OfferFacts
    since: datetime


class OnDay(NamedTuple):
    """What the shop offered of a brand at a moment: the first DAY_MAX offers; `cut`: there were more."""

    shown: list[Shown]
    cut: bool


def note(
    programme_id: int,
    source: str,
    offer_ids: Sequence[int],
    *,
    undoes: int | None = None,
    run_id: int | None = None,
    now: datetime,
) -> None:
    """Write down how these offers stand now, as one publication of each partner whose they are; and tell each partner's server."""
    facts = {
        "programme": programme_id,
        "source": source,
        "now": now,
        "undoes": undoes,
        "run": run_id,
        "offers": list(offer_ids),
    }
    noted = execute(
        f"""WITH touched AS (SELECT o.*, b.slug AS brand, b.partner_id FROM offers o JOIN brands b ON b.id = o.brand_id WHERE o.id = ANY (%(offers)s)),
            noted AS (
                INSERT INTO catalogue_publications (programme_id, partner_id, source, at, actor, undoes)
                SELECT DISTINCT %(programme)s::bigint, partner_id, %(source)s, %(now)s::timestamptz, acting(), %(undoes)s::bigint FROM touched
                RETURNING id, partner_id),
            kept AS (
                INSERT INTO offer_versions (offer_id, publication_id, facts)
                SELECT o.id, noted.id, CASE WHEN o.published THEN {_FACTS} END FROM touched o JOIN noted USING (partner_id)),
            brought AS (INSERT INTO publication_runs (publication_id, run_id) SELECT id, %(run)s::bigint FROM noted WHERE %(run)s::bigint IS NOT NULL)
            SELECT noted.id, noted.partner_id, 1 + (SELECT count(*) FROM catalogue_publications p WHERE p.partner_id = noted.partner_id) AS number,
                   (SELECT count(*) FROM touched WHERE touched.partner_id = noted.partner_id) AS offers FROM noted""",  # noqa: S608 - our own names
        facts,
    )
    for one in noted.all():
        told = {"publication": one.number, "offers": one.offers, "taken_back": undoes is not None}
        webhooks.tell(one.partner_id, "catalogue.published", ref=str(one.id), facts=told, now=now)


def publications(
    programme_id: int, *, partner_id: int | None = None, before: int | None = None, limit: int = 50
) -> list[Publication]:
    """What was published in a programme, or of one partner, newest first; `before`: what comes after this one in that order."""
    return _publications(
        """p.programme_id = %(programme)s AND (%(partner)s::bigint IS NULL OR p.partner_id = %(partner)s)
            AND (%(before)s::bigint IS NULL OR (p.at, p.id) < (SELECT b.at, b.id FROM catalogue_publications b
                WHERE b.id = %(before)s AND b.programme_id = %(programme)s AND (%(partner)s::bigint IS NULL OR b.partner_id = %(partner)s)))""",
        {"programme": programme_id, "partner": partner_id, "before": before, "limit": limit},
    )


def last_standing(partner_id: int) -> int | None:
    """The last publication of a partner that neither takes one back nor was taken back; None where there is none."""
    found = execute(
        """SELECT max(p.id) FROM catalogue_publications p WHERE p.partner_id = %(partner)s AND p.undoes IS NULL
              AND NOT EXISTS (SELECT FROM catalogue_publications u WHERE u.undoes = p.id)""",
        {"partner": partner_id},
    ).scalar()
    return None if found is None else int(found)


def publication(publication_id: int, *, partner_id: int) -> Publication:
    """A publication of this partner. Raises NothingToTakeBack."""
    found = _publications(
        "p.id = %(id)s AND p.partner_id = %(partner)s", {"id": publication_id, "partner": partner_id, "limit": 1}
    )
    if not found:
        raise NothingToTakeBack
    return found[0]


def version(partner_id: int) -> int:
    """The partner's own number of its last publication: whoever changes its catalogue says which one they saw. 0 before the first."""
    made = execute(
        "SELECT count(*) FROM catalogue_publications WHERE partner_id = %(partner)s", {"partner": partner_id}
    )
    return int(made.scalar_one())


def behind(partner_id: int, seen: int) -> Behind | None:
    """How far a partner's shop has gone on since a publication; None where it has not. One that there is not yet has nothing after it."""
    row = execute(
        """WITH counted AS (SELECT id, row_number() OVER (ORDER BY id) AS number FROM catalogue_publications WHERE partner_id = %(partner)s)
           SELECT (SELECT count(*) FROM counted) AS live, count(DISTINCT v.offer_id) AS offers
             FROM counted JOIN offer_versions v ON v.publication_id = counted.id WHERE counted.number > %(seen)s""",
        {"partner": partner_id, "seen": seen},
    ).one()
    return Behind(seen, row.live, row.offers) if row.live != seen else None


def last(programme_id: int) -> int:
    """The last publication in a programme, whoever's it was; 0 before the first."""
    found = execute(
        "SELECT coalesce(max(id), 0) FROM catalogue_publications WHERE programme_id = %(programme)s",
        {"programme": programme_id},
    )
    return int(found.scalar_one())


def changed_since(programme_id: int, seen: Mapping[str, int]) -> list[Moved]:
    """Which of the staged offers have changed in the shop after the publication that the file was taken from, in its order.

    `seen`: the number that the offer's partner gives that publication, by reference.
    """
    rows = execute(
        f"""WITH counted AS (
                SELECT id, partner_id, row_number() OVER (PARTITION BY partner_id ORDER BY id) AS number
                  FROM catalogue_publications WHERE programme_id = %(programme)s)
            SELECT moved.row, {_NUMBER.format("p.id")} AS number FROM (
                SELECT s.row, max(v.publication_id) AS id
                  FROM unnest(%(refs)s::text[], %(versions)s::bigint[]) AS file (ref, version)
                  JOIN staged_offers s ON s.external_ref = file.ref
                  JOIN brands b ON b.id = s.brand_id
                  JOIN counted ON counted.partner_id = b.partner_id AND counted.number = file.version
                  JOIN offer_versions v ON v.offer_id = s.offer_id AND v.publication_id > counted.id
                 GROUP BY s.row) moved
              JOIN catalogue_publications p ON p.id = moved.id ORDER BY moved.row""",  # noqa: S608 - our own names
        {"programme": programme_id, "refs": list(seen), "versions": list(seen.values())},
    )
    return [Moved(*row) for row in rows]


def before(publication_id: int) -> tuple[list[OfferFacts], list[int]]:
    """How the offers of a publication stood before it: those that were in the shop, and the ids of those that were not."""
    rows = execute(
        """SELECT v.offer_id, (SELECT w.facts FROM offer_versions w
                                WHERE w.offer_id = v.offer_id AND w.publication_id < v.publication_id
                                ORDER BY w.publication_id DESC LIMIT 1) AS facts
             FROM offer_versions v WHERE v.publication_id = %(id)s ORDER BY v.offer_id""",
        {"id": publication_id},
    ).all()
    shown = [_facts(row.facts, number) for number, row in enumerate(rows, 1) if row.facts is not None]
    return shown, [row.offer_id for row in rows if row.facts is None]


def offers_of(partner_id: int) -> int:
    """How many offers a partner has in the shop now, whoever published them."""
    found = execute(
        "SELECT count(*) FROM offers o JOIN brands b ON b.id = o.brand_id WHERE b.partner_id = %(partner)s AND o.published",
        {"partner": partner_id},
    )
    return int(found.scalar_one())


def in_shop(programme_id: int, *, partner_id: int, source: str) -> list[OfferFacts]:
    """What a partner has in the shop now, by one source, in the order of the offers' ids."""
    rows = execute(
        """SELECT v.facts FROM offers o JOIN brands b ON b.id = o.brand_id
             JOIN LATERAL (SELECT w.facts FROM offer_versions w WHERE w.offer_id = o.id ORDER BY w.publication_id DESC LIMIT 1) v ON true
            WHERE o.programme_id = %(programme)s AND b.partner_id = %(partner)s AND o.source = %(source)s AND o.published
            ORDER BY o.id""",
        {"programme": programme_id, "partner": partner_id, "source": source},
    )
    return [_facts(row.facts, number) for number, row in enumerate(rows, 1)]


def shop_on(programme_id: int, at: datetime, *, brand: str) -> OnDay:
    """What the shop offered of a brand at a moment, in the order of the offers' ids; nothing while its partner was hidden (`partners.hidden_on`).

    Stock is not looked at: what was sold out then is among it.
    """
    _id, owner = partners.brand_keys(programme_id).get(brand, (0, 0))
    if not owner or partners.hidden_on(owner, at):
        return OnDay([], cut=False)
    rows = execute(
        """SELECT * FROM (
               SELECT DISTINCT ON (v.offer_id) v.offer_id, v.facts, p.at AS since
                 FROM offer_versions v JOIN catalogue_publications p ON p.id = v.publication_id
                WHERE p.programme_id = %(programme)s AND p.at <= %(at)s
                ORDER BY v.offer_id, v.publication_id DESC) stood
            WHERE facts ->> 'brand' = %(brand)s AND coalesce((facts ->> 'starts_at')::timestamptz <= %(at)s, true)
              AND coalesce((facts ->> 'ends_at')::timestamptz > %(at)s, true)
            ORDER BY offer_id LIMIT %(limit)s""",
        {"programme": programme_id, "at": at, "brand": brand, "limit": DAY_MAX + 1},
    ).all()
    shown = [Shown(row.offer_id, _facts(row.facts, number), row.since) for number, row in enumerate(rows[:DAY_MAX], 1)]
    return OnDay(shown, cut=len(rows) > DAY_MAX)


def _publications(where: str, facts: Mapping[str, Any]) -> list[Publication]:
    rows = execute(
        f"""SELECT p.id, p.partner_id, p.source, p.at, p.actor, p.undoes, u.id AS undone_by,
                   (SELECT count(*) FROM offer_versions v WHERE v.publication_id = p.id) AS offers,
                   {_NUMBER.format("p.id")} AS number, {_NUMBER.format("p.undoes")} AS undoes_number, {_NUMBER.format("u.id")} AS undone_by_number,
                   CASE WHEN r.id IS NULL THEN '' WHEN r.partner_id IS NULL THEN 'programme' ELSE 'partner' END AS side,
                   NOT EXISTS (SELECT FROM catalogue_publications later WHERE later.partner_id = p.partner_id AND later.source = p.source AND later.id > p.id) AS newest,
                   EXISTS (SELECT FROM publication_undos o WHERE o.publication_id = p.id) AS at_once
              FROM catalogue_publications p LEFT JOIN catalogue_publications u ON u.undoes = p.id
              LEFT JOIN publication_runs b ON b.publication_id = p.id LEFT JOIN runs r ON r.id = b.run_id
             WHERE {where} ORDER BY p.at DESC, p.id DESC LIMIT %(limit)s""",  # noqa: S608 - our own names
        facts,
    )
    return [Publication(**row) for row in rows.mappings()]


def _facts(kept: Mapping[str, Any], row: int) -> OfferFacts:
    moments = {
        name: datetime.fromisoformat(kept[name]).astimezone(ZoneInfo("UTC")) if kept[name] else None
        for name in _MOMENTS
    }
    return OfferFacts(**{
        **kept, **moments, "row": row, "denominations": tuple((value, price, old) for value, price, old in kept["denominations"]),
    })  # fmt: skip
