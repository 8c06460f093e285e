"""The page of one run, put together for its template."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from flask import g, url_for
from flask_babel import gettext, ngettext

from marketplace import approvals, reconciliation, runs
from marketplace.approvals import Proposal
from marketplace.core import clock, formats
from marketplace.runs import Event, RowError, Run
from marketplace.web.shared import filters, reasons
from marketplace.web.shared.runs import agreeing, words
from marketplace.web.shared.who import who


def _(text: str, **facts: str) -> str:
    """A text in the visitor's language."""
    return str(gettext(text, **facts))


MOVING = ("kept", "checking", "applying")
ERRORS_SHOWN = 20


class Happening(NamedTuple):
    """A line of the timeline."""

    title: str
    about: str
    at: datetime
    when: str
    sign: str
    tone: str


class ForeignAccount(NamedTuple):
    """An account of a bank's file that is not the programme's, in words, and the proposal that it is, where one waits."""

    said: str
    proposal: Proposal | None


@dataclass(frozen=True)
class RunPage:
    """What the template shows of a run."""

    run: Run
    mine: bool
    state: tuple[str, str, str]
    step: int
    sums: list[tuple[str, str, str, str]]
    errors: list[RowError]
    left_out: list[RowError]
    story: list[Happening]
    same: list[tuple[Run, str, int]]
    minutes_left: int | None
    proposal: Proposal | None
    told: list[str]
    why_two: str
    foreign: list[ForeignAccount]
    again: bool

    @property
    def moved(self) -> bool:
        """Whether the shop has changed since the check, so that the run has to be checked again before anything else."""
        return (not self.run.wrong or self.run.good_only) and runs.moved(self.run)

    @property
    def waits(self) -> bool:
        """Whether it is not applied before a moment that is still to come."""
        return self.run.waits(clock.now())

    @property
    def one_piece(self) -> bool:
        """Whether all of it is applied at once, with nothing in between to be seen or stopped."""
        return not runs.kind(self.run.kind).in_parts

    @property
    def stoppable(self) -> bool:
        """Whether something is left that would not be applied after "stop"."""
        return self.waits or not self.one_piece

    @property
    def shows(self) -> bool:
        """Whether there is a preview with anything in it."""
        preview = self.run.preview
        return any(
            preview.get(part) for part in ("changes", "denominations", "statements", "codes", "columns", "pairs")
        ) or ("reasons" in preview or bool(self.run.kind == "payment_status" and preview.get("new")))

    @property
    def whole_file(self) -> bool:
        """Whether all that is wrong is one thing about the file as a whole, which its notice says: a table would say it again."""
        first = self.errors[0] if len(self.errors) == self.run.wrong == 1 else None
        return (
            first is not None
            and first.row is None
            and not first.column
            and not first.value
            and self.run.state == "failed"
        )

    @property
    def tabular(self) -> bool:
        """Whether what is wrong can be written beside the rows of its file."""
        return runs.kind(self.run.kind).table

    @property
    def sent_back(self) -> bool:
        """Whether whoever was to approve it has asked for changes."""
        return self.proposal is not None and self.proposal.state == "changes_requested"

    @property
    def moving(self) -> bool:
        """Whether it changes by itself, so that the page looks again."""
        return self.run.state in MOVING

    @property
    def title(self) -> str:
        """What the run is called."""
        return words.named(self.run.kind, self.run.file_name)

    @property
    def size(self) -> str:
        """How large the file was."""
        return _("%(size)s KB", size=count(max(1, self.run.file_size // 1024)))

    @property
    def said(self) -> str:
        """How far it is."""
        done, of = count(self.run.applied), count(self.run.to_apply)
        return str(words.KINDS[self.run.kind].applied) % {"done": done, "all": of}


def page_of(run: Run, mine: Callable[[Run], bool]) -> RunPage:
    """The page of a run as it stands; `mine` says whether the visitor may act on it."""
    events = runs.events(run.id)
    shown = list(runs.same_file(run)) if run.state not in runs.ENDED else []
    return RunPage(
        run=run,
        mine=mine(run),
        state=state_of(run),
        step=words.STATES[run.state][3],
        sums=list(_sums(run)),
        errors=runs.errors(run.id, ERRORS_SHOWN, left_out=False) if run.wrong else [],
        left_out=runs.errors(run.id, ERRORS_SHOWN, left_out=True) if run.skipped else [],
        story=[_happening(event) for event in events],
        same=[(one, who(one.by), runs.number_of(one.id)) for one in shown],
        minutes_left=_minutes_left(run, events),
        proposal=runs.proposal_of(run, now=clock.now()) if run.state == "awaiting_approval" else None,
        told=[
            reasons.told(one)
            for one in run.preview.get("told", ())
            if not (run.state == "checked" and one["reason"] == reconciliation.NOT_OURS)
        ],
        why_two=agreeing.why_two(run.kind, agreeing.meant_by(run.preview)) if _takes_two(run) else "",
        foreign=[_foreign(run, *one) for one in run.preview.get("foreign", ())] if run.state == "checked" else [],
        again=run.state == "checked" and _checked_again(events),
    )


def _foreign(run: Run, number: str, currency: str) -> ForeignAccount:
    subject = reconciliation.account_subject(number, currency)
    said = reasons.told({"reason": reconciliation.NOT_OURS, "facts": {"account": number, "currency": currency}})
    return ForeignAccount(
        said, approvals.open_for(run.programme_id, reconciliation.ACCOUNT_ACT, subject, now=clock.now())
    )


def _checked_again(events: list[Event]) -> bool:
    """Whether it was checked again because the shop had changed, and nobody has asked for it since."""
    last = next((one for one in events if one.what in ("rechecked", "proposed", "started")), None)
    return last is not None and bool(last.facts.get("moved"))


def _takes_two(run: Run) -> bool:
    """Whether pressing the button sends it to another person first."""
    return run.state == "checked" and run.to_apply > 0 and runs.approver_needed(run)


def state_of(run: Run) -> tuple[str, str, str]:
    """The word, tone and sign of a run's state; a file with errors says so."""
    if run.state == "checked" and run.wrong and not run.good_only:
        return str(words.WRONG[0]), *words.WRONG[1:]
    word, tone, sign, _step = words.STATES[run.state]
    return str(word), tone, sign


def count(number: int) -> str:
    """A plain number in the visitor's language."""
    return formats.number(number, 0, filters.language())


def _sums(run: Run) -> Iterable[tuple[str, str, str, str]]:
    """Number, what, where its rows are, tone; together they are the file."""
    said = _("with errors, left out") if run.good_only else _("with errors")
    wrong = (count(run.wrong_rows), said, "#errors" if run.wrong else "#preview", "bad" if run.wrong else "")
    preview, coming = run.preview, _("applied") if run.state == "applied" else _("to apply")
    if not preview.keys() - {"form"}:  # how it was read says nothing of what it would do
        return _wrong_alone(run) if run.wrong else []
    if "changes" in preview:
        last = (
            (count(preview["withdrawn"]), _("offers withdrawn"), "#preview", "")
            if run.kind in ("catalogue", "reloadly")
            else wrong
        )
        return [
            (count(preview["new"]), _("new"), "#preview", ""),
            (count(preview["changed"]), _("changed"), "#preview", ""),
            last,
            (count(run.skipped), _("unchanged"), "#preview", ""),
        ]
    if run.kind == "bank_statement":
        foreign = preview["foreign_entries"]
        return [
            (count(preview["new"]), coming, "#preview", ""),
            (count(preview["known"]), _("repeats, left out"), "#preview", ""),
            (count(foreign), _("of accounts that are not ours"), "#preview", "bad" if foreign else ""),
            (count(preview["entries"]), _("entries in the file"), "#preview", ""),
        ]
    known = run.to_apply + run.skipped if run.good_only else run.total
    return [
        (count(run.to_apply), coming, "#preview", ""),
        (
            count(run.skipped),
            _("loaded already, left out") if run.kind == "codes" else _("repeats, left out"),
            "#preview",
            "",
        ),
        wrong,
        (count(known + run.wrong_rows), _("in the file"), "#preview", ""),
    ]


def _wrong_alone(run: Run) -> list[tuple[str, str, str, str]]:
    """How much is wrong with a file of which nothing else is known: its errors, and the rows that they stand in."""
    sums = [(count(run.wrong), ngettext("error", "errors", run.wrong), "#errors", "bad")]
    if run.wrong_rows:
        said = ngettext("row with errors", "rows with errors", run.wrong_rows)
        sums.append((count(run.wrong_rows), said, "#errors", "bad"))
    return sums


def said_wrong(wrong: int, rows: int) -> str:
    """How many errors there are and in how many rows, as "12 errors in 5 rows"; those of the file as a whole stand in none."""
    errors = ngettext("%(said)s error", "%(said)s errors", wrong, said=count(wrong))
    if not rows:
        return str(errors)
    where = ngettext("in %(said)s row", "in %(said)s rows", rows, said=count(rows))
    return f"{errors} {where}"


def _happening(event: Event) -> Happening:
    title, sign, tone = words.EVENTS[event.what]
    return Happening(str(title), _about(event), event.at, _when(event.at), sign, tone)


def _when(at: datetime) -> str:
    """The time alone for what was today, so that names have room beside it."""
    said = filters.moment(at)
    return said.rpartition(", ")[2] if clock.local_day(at, g.programme.time_zone) == filters.today() else said


def _about(event: Event) -> str:
    facts = event.facts
    if event.what == "checked":
        return said_wrong(facts["wrong"], facts["wrong_rows"]) if facts["wrong"] else _("nothing is applied yet")
    if event.what == "failed":
        return reasons.refusal(facts)
    if event.what == "discarded" and facts.get("why") == "forgotten":
        return _("untouched for a week")
    if event.what == "discarded" and facts.get("why") == "edited":
        return _("opened in the editor")
    if event.what == "discarded" and facts.get("why") == "read_again":
        return _("read in another way")
    if event.what == "applied":
        return _("%(applied)s in all", applied=count(facts["applied"]))
    return "" if event.by.kind == "system" else who(event.by)


def _minutes_left(run: Run, events: list[Event]) -> int | None:
    if run.state != "applying":
        return None
    began = next(event for event in events if event.what in ("started", "continued"))
    seconds = (clock.now() - began.at).total_seconds()
    return runs.minutes_left(run.reached, run.total, began.facts["reached"], seconds)


def url_of(run: Run, endpoint: str = "show", **values: Any) -> str:
    """The address of a run's page."""
    assert run.programme_id == g.programme.id, "a run is shown in its own programme"
    return url_for(f".{endpoint}", run_id=run.id, **values)
