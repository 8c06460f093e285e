"""`vitrina import drop`: a folder into which a partner's catalogues are put, each taken once and answered beside it."""

import fcntl
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import force_locale

from marketplace import catalogue, partners, runs
from marketplace.cli.imports import answers, showing
from marketplace.core import clock, ids
from marketplace.core.actors import OPERATOR
from marketplace.core.db import transaction
from marketplace.core.errors import NotFound
from marketplace.jobs.runs import carry_on, check_file
from marketplace.runs import Run

SUFFIXES = (".csv", ".xlsx")
TAKEN, DONE, REFUSED = "taken", "done", "refused"
NAME_BYTES = 180


@click.command("drop")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--partner", "partner_slug", required=True, help="Short name of the partner whose files they are.")
@click.option(
    "--settled", default=30, show_default=True, help="Seconds for which a file has not changed: then it is complete."
)
@showing.programme_option
@showing.whole_option
@with_appcontext
def drop(folder: Path, partner_slug: str, settled: int, slug: str | None, whole: bool) -> None:
    """Take every complete catalogue (CSV or XLSX) in FOLDER as an upload of a partner.

    A file is complete once it has been left alone for a while; hidden files, and those that end otherwise (offers.csv.part), are left.
    Each is moved to FOLDER/done or FOLDER/refused with a report beside it, in the programme's first language. What needs approval waits among the partner's
    uploads.
    Repeating the command, or killing it, takes no file twice and none half.
    """
    programme = showing.named_programme(slug)
    try:
        partner = partners.partner_by_slug(programme.id, partner_slug)
    except NotFound:
        raise click.ClickException(f"not known: partner {partner_slug}") from None
    with _alone(folder), force_locale(programme.languages[0]):
        for place in (TAKEN, DONE, REFUSED):
            (folder / place).mkdir(exist_ok=True)
        for file in _complete(folder, settled):
            file.rename(folder / TAKEN / f"{ids.new_ref()}-{_short(file.name)}")
        # The oldest first: the newest is what stays. Moving keeps a file's time.
        for taken in sorted((folder / TAKEN).iterdir(), key=lambda one: (one.stat().st_mtime, one.name)):
            _take(folder, taken, programme.id, partner.id, catalogue.WHOLE if whole else {})


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else empties the folder meanwhile."""
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise click.ClickException(f"another command is emptying {folder}") from None
        yield


def _complete(folder: Path, settled: int) -> Iterator[Path]:
    """The files that nobody writes any more, the oldest first. Links are left: they could lead anywhere."""
    found = []
    for file in folder.iterdir():
        known = file.lstat()
        wanted = stat.S_ISREG(known.st_mode) and file.suffix.lower() in SUFFIXES and not file.name.startswith(".")
        if wanted and time.time() - known.st_mtime >= settled:
            found.append((known.st_mtime, file.name, file))
    yield from (file for *_rest, file in sorted(found))


def _take(folder: Path, taken: Path, programme_id: int, partner_id: int, options: Mapping[str, str]) -> None:
    """Make a run of a file that is taken, once by the ref in its name, and put the file where it belongs."""
    ref, _dash, name = taken.name.partition("-")
    size, most = taken.stat().st_size, int(current_app.config["MAX_CONTENT_LENGTH"])
    if not 0 < size <= most:
        _put(folder, taken, REFUSED, f"{ref}-{name}", answers.untaken(size, most))
        return
    with transaction(by=OPERATOR):
        run = runs.keep(
            programme_id,
            "catalogue",
            name,
            taken.read_bytes(),
            options,
            ref=ref,
            partner_id=partner_id,
            now=clock.now(),
        )
    run = _gone_on(check_file(run.id))
    if run.state == "kept":  # something was published between its check and its turn
        run = _gone_on(check_file(run.id))
    number = runs.number_of(run.id)
    if run.wrong or run.state == "failed":
        marked = answers.marked(run)
        if marked is not None:
            (folder / REFUSED / f"{number}-errors-{name}").write_bytes(marked)
        _put(folder, taken, REFUSED, f"{number}-{name}", answers.report(run))
    else:
        _put(folder, taken, DONE, f"{number}-{name}", answers.report(run))


def _gone_on(run: Run) -> Run:
    """A run that one person may apply is applied; any other waits for its people."""
    if run.state == "checked" and run.to_apply and not run.wrong and not runs.approver_needed(run):
        with transaction(by=OPERATOR):
            runs.start(run.id, now=clock.now())
    return carry_on(run.id)


def _short(name: str) -> str:
    """A file's name with room for a prefix: file systems take 255 bytes."""
    file = Path(name)
    return file.stem.encode()[:NAME_BYTES].decode(errors="ignore") + file.suffix


def _put(folder: Path, taken: Path, place: str, name: str, report: str) -> None:
    """Answer a file, then move it: without its report it is not done."""
    (folder / place / f"{name}.txt").write_text(report, encoding="utf-8")
    taken.rename(folder / place / name)
    click.echo(f"{place}: {name}")
