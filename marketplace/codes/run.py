"""A run over a partner's file of codes: put on sale in parts. Nothing that people are shown tells a code."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

from marketplace import programmes
from marketplace.codes import files, telling
from marketplace.codes.layout import HEADINGS, how_of
from marketplace.codes.loading import Loaded, load
from marketplace.codes.values import NewCode
from marketplace.core.problems import Problems, Reason
from marketplace.identity import Permission
from marketplace.runs import Checked, Given, Kind, Part, good_only

PART = 5_000
ENDED = "the sale of %(offer)s ended on %(day)s: nobody can buy these codes until it is on sale again"


def check(given: Given, problems: Problems, now: datetime) -> Checked | None:
    """Which codes are new, for which denominations. Raises NoBrand for an unknown brand."""
    read = _read(given, problems)
    loaded = _load(given, read.brand_id, read.codes, problems, now, apply=False)
    _tell_ended(given, read, loaded, problems, now)
    preview = {
        **problems.seen,
        "guessed": telling.guessed(loaded.hits_milli),
        "hits_milli": {str(of): milli for of, milli in loaded.hits_milli.items()},
        "already_rows": list(loaded.already_rows),
        "denominations": [
            {
                "offer": one.external_ref,
                "title": one.title_ru,
                "title_en": one.title_en,
                "value": one.value,
                "currency": one.currency,
                "codes": loaded.new[one.denomination_id],
            }
            for one in read.stocked
            if one.denomination_id in loaded.new
        ],
    }
    fresh = sum(loaded.new.values())
    return Checked(loaded.seen, fresh, loaded.already, preview)


def _tell_ended(given: Given, read: files.Read, loaded: Loaded, problems: Problems, now: datetime) -> None:
    """That nobody can buy the codes, because the sale of their offer is over."""
    programme = programmes.get(given.programme_id)
    for one in read.stocked:
        if one.denomination_id in loaded.new and one.ends_at is not None and one.ends_at <= now:
            last = programme.day(one.ends_at - timedelta(microseconds=1))
            problems.tell(Reason(ENDED, offer=one.external_ref, day=f"{last:%d.%m.%Y}"))


def parts(given: Given, reached: int, total: int) -> Iterator[Part]:
    """The codes in the order of the file, some thousands at a time; a code that is there already is left out."""
    problems = Problems(given.name)
    read = _read(given, problems)
    coming = islice(read.codes, reached, None)
    while codes := list(islice(coming, PART)):
        if not good_only(given.options):
            problems.refuse()  # since the check an offer is gone; a row that is left out would shift all that follow
        reached += len(codes)
        yield Part(reached, partial(_add, given, read.brand_id, codes))
    if reached < total:
        problems.refuse()


def shown(column: str, cell: str) -> str:
    """The last characters of a code that is long enough; sums and days where they should stand; nothing else."""
    if not cell or cell.lower() in ("code", *files.COLUMNS, *HEADINGS):
        return cell
    return telling.masked(column, cell)


def _read(given: Given, problems: Problems) -> files.Read:
    options = given.options
    return files.read(
        given.programme_id, options.get("brand", ""), given.name, given.content, value=options.get("value") or None,
        offer=options.get("offer") or None, partner_id=given.partner_id, problems=problems, how=how_of(options),
    )  # fmt: skip


def _add(given: Given, brand_id: int, codes: list[NewCode], now: datetime) -> int:
    hits = {int(of): milli for of, milli in given.preview["hits_milli"].items()}
    loaded = _load(given, brand_id, codes, Problems(given.name), now, apply=True, hits_milli=hits)
    return sum(loaded.new.values())


def _load(
    given: Given,
    brand_id: int,
    codes: Iterable[NewCode],
    problems: Problems,
    now: datetime,
    *,
    apply: bool,
    hits_milli: Mapping[int, int] | None = None,
) -> Loaded:
    return load(
        given.programme_id, brand_id, codes, name=given.name, file_digest=given.digest, problems=problems,
        today=programmes.get(given.programme_id).day(now), apply=apply, now=now, hits_milli=hits_milli, good_only=good_only(given.options), like=given.options.get("like", ""),
    )  # fmt: skip


KIND = Kind("codes", Permission.RUNS_CODES, check, parts, shown, headings=HEADINGS)
