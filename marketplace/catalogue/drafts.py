"""A catalogue that a partner's people change in the browser: kept offer by offer, then sent as the same run that a file is."""

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import DBAPIError

from marketplace import runs
from marketplace.catalogue import actions, differences, files, form, history, impact, rules, standing
from marketplace.catalogue.columns import COLUMNS
from marketplace.catalogue.errors import DraftEmpty, DraftEnded, DraftMoved, DraftOpen, NoDraft
from marketplace.catalogue.facts import OfferFacts
from marketplace.core import audit, sheets
from marketplace.core.changes import Change
from marketplace.core.db import broken_rule, execute
from marketplace.core.problems import Problem, Problems
from marketplace.core.uploads import UploadRefused
from marketplace.programmes import Programme

Line = Mapping[str, str]
FILE = "editor.csv"  # what a draft is called as a file; people are told where it comes from
_DRAFT = "SELECT id, programme_id, partner_id, begun_at, actor, from_run FROM catalogue_drafts"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a partner's people are working on; `from_run` was opened in the editor."""

    id: int
    programme_id: int
    partner_id: int
    begun_at: datetime
    actor: str
    from_run: int | None


@dataclass(frozen=True, slots=True)
class Edit:
    """How an offer stands in a draft after its last save; `lines` None: as in the shop, none: taken out of it."""

    ref: str
    number: int
    lines: tuple[Line, ...] | None
    at: datetime
    actor: str


def draft_of(partner_id: int) -> Draft | None:
    """The draft that a partner's people are working on."""
    row = execute(f"{_DRAFT} WHERE partner_id = %(partner)s AND ended_at IS NULL", {"partner": partner_id}).first()
    return Draft(*row) if row else None


def edits(draft: Draft) -> dict[str, Edit]:
    """The offers of a draft that somebody has changed, by reference; those that are as in the shop again left out."""
    return {ref: one for ref, one in saves(draft).items() if one.lines is not None}


def saves(draft: Draft) -> dict[str, Edit]:
    """The last save of each offer of a draft."""
    rows = execute(
        """SELECT DISTINCT ON (external_ref) external_ref, number, lines, at, actor FROM catalogue_draft_edits
            WHERE draft_id = %(draft)s ORDER BY external_ref, number DESC""",
        {"draft": draft.id},
    )
    return {
        row.external_ref: Edit(row[0], row[1], None if row[2] is None else tuple(row[2]), row[3], row[4])
        for row in rows
    }


def begin(programme: Programme, partner_id: int, *, from_run: int | None = None, now: datetime) -> Draft:
    """Begin a draft, or go on with the one that there is."""
    begun = execute(
        """INSERT INTO catalogue_drafts (programme_id, partner_id, begun_at, actor, from_run)
           VALUES (%(programme)s, %(partner)s, %(now)s, acting(), %(run)s)
           ON CONFLICT (partner_id) WHERE ended_at IS NULL DO NOTHING RETURNING id""",
        {"programme": programme.id, "partner": partner_id, "now": now, "run": from_run},
    ).first()
    if begun is not None:
        after = {"partner": partner_id, "run": from_run}
        audit.record("catalogue.begin_draft", f"catalogue_draft:{begun.id}", at=now, before={}, after=after)
    found = draft_of(partner_id)
    assert found is not None, "a draft has just begun"
    return found


def save(draft: Draft, ref: str, lines: Sequence[Line] | None, *, seen: int, now: datetime) -> None:
    """Keep what an offer shall be; None: as it is in the shop, no line: taken out of it. What is wrong, `wrong_with` says before.

    Args:
        seen: the number of the save that was on the screen, 0 where there was none.

    Raises:
        DraftMoved: somebody else has saved it since. DraftEnded.
    """
    _hold(draft)
    before = saves(draft).get(ref)
    if (before.number if before else 0) != seen:
        raise DraftMoved(offer=ref)
    kept = None if lines is None else json.dumps([dict(line) for line in lines], ensure_ascii=False)
    try:
        execute(
            """INSERT INTO catalogue_draft_edits (draft_id, external_ref, number, lines, at, actor)
               VALUES (%(draft)s, %(ref)s, %(number)s, %(lines)s::jsonb, %(now)s, acting())""",
            {"draft": draft.id, "ref": ref, "number": seen + 1, "lines": kept, "now": now},
        )
    except DBAPIError as error:
        if broken_rule(error) == "catalogue_draft_edits_pkey":
            raise DraftMoved(offer=ref) from error
        raise
    was = {
        "offer": ref,
        "lines": [dict(line) for line in before.lines] if before and before.lines is not None else None,
    }
    after = {"offer": ref, "lines": None if lines is None else [dict(line) for line in lines]}
    audit.record("catalogue.save_draft", f"catalogue_draft:{draft.id}", at=now, before=was, after=after)


def wrong_with(programme: Programme, partner_id: int, lines: Sequence[Line], *, now: datetime) -> list[Problem]:
    """What is wrong with the rows of one offer, by the rules of a file; the first row is 2, as under its titles."""
    problems = Problems(FILE)
    try:
        read = files.read(programme, FILE, _table(lines), problems, partner_id=partner_id)
        files.refuse_past(programme.id, files.SOURCE, read, problems, partner_id=partner_id, now=now)
    except UploadRefused as refused:
        return [
            Problem(
                FILE, refused.facts.get("row"), str(refused.facts.get("column") or ""), str(refused.facts["reason"])
            )
        ]
    return problems.found


def in_shop(programme: Programme, partner_id: int, ref: str) -> list[dict[str, str]]:
    """The rows of an offer as the shop has it; none where it has no such offer of the partner."""
    found = standing.standing(programme.id, files.SOURCE, [ref], partner_id=partner_id).get(ref)
    return typed(programme, found, version=history.version(partner_id)) if found else []


def changes(programme: Programme, draft: Draft) -> list[Change]:
    """What a draft changes, offer by offer, by reference."""
    found = edits(draft)
    was = standing.standing(programme.id, files.SOURCE, list(found), partner_id=draft.partner_id)
    will = _read(programme, draft.partner_id, [line for one in found.values() for line in one.lines or ()])
    made = (differences.change(ref, was.get(ref), will.get(ref)) for ref in sorted(found) if ref in was or ref in will)
    return [one for one in made if one is not None]


def meant(programme: Programme, draft: Draft) -> impact.Impact:
    """What a draft means for members as it stands. It stages what differs, so it needs a transaction, and writes nothing."""
    found = edits(draft)
    will = _read(programme, draft.partner_id, [line for one in found.values() for line in one.lines or ()])
    gone = [ref for ref, one in found.items() if not one.lines]
    return actions.meant(programme.id, files.SOURCE, list(will.values()), gone, partner_id=draft.partner_id)


def apart(programme: Programme, partner_id: int, theirs: Sequence[Line] | None, mine: Sequence[Line]) -> Change | None:
    """How two saves of the same offer differ; `theirs` None: as it is in the shop."""
    ref = mine[0]["offer"]
    if theirs is None:
        was = standing.standing(programme.id, files.SOURCE, [ref], partner_id=partner_id).get(ref)
    else:
        was = _read(programme, partner_id, theirs).get(ref)
    will = _read(programme, partner_id, mine).get(ref)
    return differences.change(ref, was, will) if was or will else None


def send(draft: Draft, *, ref: str, not_before: datetime | None = None, now: datetime) -> runs.Run:
    """End a draft: it becomes a run over the partner's whole catalogue, checked and approved like a file. Once by `ref`.

    Raises:
        DraftEmpty: nothing in it is otherwise than in the shop. DraftEnded.
    """
    _hold(draft)
    changed = edits(draft)
    if not changed:
        raise DraftEmpty
    run = runs.keep(
        draft.programme_id, "catalogue", FILE, _table(_whole(draft, changed)), rules.WHOLE, ref=ref, partner_id=draft.partner_id,
        not_before=not_before, continues=draft.from_run, now=now,
    )  # fmt: skip
    _end(draft, run.id, now)
    return run


def drop(draft: Draft, *, now: datetime) -> None:
    """End a draft without anything coming of it. Raises DraftEnded."""
    _hold(draft)
    _end(draft, None, now)


def reopen(programme: Programme, run: runs.Run, *, now: datetime) -> Draft:
    """Open a run that was not applied in the editor: what it would change becomes a draft, and the run ends.

    Raises:
        DraftOpen: the partner's people are working on another draft.
        NoDraft: there is nothing in it that can be edited.
        RunNotThere, FileGone, RunBusy: as `runs.discard`.
    """
    if run.partner_id is None or run.kind != "catalogue" or run.wrong or rules.undone_by(run.options):
        raise NoDraft
    if draft_of(run.partner_id) is not None:
        raise DraftOpen
    problems, given = Problems(run.file_name), runs.given(run)
    wanted = {
        one.external_ref: one
        for one in files.read(programme, run.file_name, given.content, problems, partner_id=run.partner_id)
    }
    problems.refuse()
    runs.discard(run.id, now=now, why="edited")
    draft = begin(programme, run.partner_id, from_run=run.id, now=now)
    seen = history.version(run.partner_id)
    shown = {
        one.external_ref: one for one in history.in_shop(programme.id, partner_id=run.partner_id, source=files.SOURCE)
    }
    for ref, one in wanted.items():
        if ref not in shown or shown[ref].fingerprint() != one.fingerprint():
            save(draft, ref, typed(programme, one, version=seen), seen=0, now=now)
    named = {one.brand for one in wanted.values()} if rules.is_whole(run.options) else set()
    for ref, was in shown.items():
        if ref not in wanted and was.brand in named:
            save(draft, ref, [], seen=0, now=now)
    return draft


def typed(programme: Programme, offer: OfferFacts, *, version: int) -> list[dict[str, str]]:
    """The rows of an offer as a person would type them, with the publication that they were taken from."""
    return form.lines(offer, decimals=programme.decimals, time_zone=programme.time_zone, version=version)


def _read(programme: Programme, partner_id: int, lines: Sequence[Line]) -> dict[str, OfferFacts]:
    """Offers out of lines, as far as they are right."""
    if not lines:
        return {}
    read = files.read(programme, FILE, _table(lines), Problems(FILE), partner_id=partner_id)
    return {one.external_ref: one for one in read}


def _whole(draft: Draft, changed: Mapping[str, Edit]) -> Iterator[Line]:
    """The partner's catalogue: what is as in the shop by its reference alone, which leaves it as it is."""
    for offer in history.in_shop(draft.programme_id, partner_id=draft.partner_id, source=files.SOURCE):
        if offer.external_ref not in changed:
            yield {"offer": offer.external_ref}
    for one in changed.values():
        yield from one.lines or ()


def _table(lines: Sequence[Line] | Iterator[Line]) -> bytes:
    out = io.BytesIO()
    sheets.write("csv", out, COLUMNS, ([line.get(name, "") for name in COLUMNS] for line in lines), language="en")
    return out.getvalue()


def _hold(draft: Draft) -> None:
    """Let nobody else change the draft until the transaction ends. Raises DraftEnded."""
    held = execute(
        "SELECT FROM catalogue_drafts WHERE id = %(id)s AND ended_at IS NULL FOR NO KEY UPDATE", {"id": draft.id}
    )
    if held.first() is None:
        raise DraftEnded


def _end(draft: Draft, run_id: int | None, now: datetime) -> None:
    execute(
        "UPDATE catalogue_drafts SET ended_at = %(now)s, run_id = %(run)s WHERE id = %(id)s",
        {"id": draft.id, "run": run_id, "now": now},
    )
    audit.record(
        "catalogue.send_draft" if run_id else "catalogue.drop_draft", f"catalogue_draft:{draft.id}", at=now,
        before={"open": True}, after={"open": False, "run": run_id},
    )  # fmt: skip
