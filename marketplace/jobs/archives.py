"""Makes archives of members' data: one file to read, one for programs, one table for each part, and files as they came; nothing of it lies open on a disk."""

import io
import json
import tempfile
import zipfile
from datetime import datetime
from typing import BinaryIO

from flask import current_app
from flask_babel import force_locale

from marketplace import mailings, members, programmes
from marketplace.core import clock, formats, sheets
from marketplace.core.db import transaction
from marketplace.core.sheets import Amount, Cell
from marketplace.core.topics import Topic
from marketplace.jobs.archive_words import HEADS, TITLES
from marketplace.jobs.promises import keeps
from marketplace.support import archives


@keeps(Topic.SUPPORT_ARCHIVE)
def make(ref: str) -> None:
    """Make the archive with this id, once. The file being written has no name, and is gone with the process."""
    found = archives.archive_to_make(int(ref), clock.now())
    if found is None:
        return
    with tempfile.TemporaryFile() as file:
        write(found, file, clock.now())
        file.seek(0)
        with transaction():
            archives.keep(found.id, file, now=clock.now())


@keeps(Topic.SUPPORT_COPIED)
def tell(ref: str) -> None:
    """Write to a member that staff takes a copy of their data, once; `ref` is the archive's id."""
    now = clock.now()
    with transaction():
        found = archives.by_id(int(ref))
        member = None if found is None else members.member(found.member_id)
        if found is None or member is None or not member.email:
            return
        programme = programmes.get(member.programme_id)
        language = programme.language(member.language)
        home = programmes.address(current_app.config["SETTINGS"].public_url, programmes.hosts(programme.id))
        context = {
            "first_name": member.first_name, "when": formats.moment(found.asked_at, language, programme.time_zone), "page_url": f"{home}/cases/new",
        }  # fmt: skip
        mailings.write(
            f"data_copied:{found.id}", programme=programme, recipient=member.email, template="data_copied", language=language, context=context,
            now=now,
        )  # fmt: skip


def write(of: archives.Archive, file: BinaryIO, now: datetime) -> None:
    """Write an archive into a file: index.html, data.json, a CSV for each part that has something, and the files that parts name."""
    member, programme = members.member(of.member_id), programmes.get(of.programme_id)
    assert member is not None, "an archive is a member's"
    sections: list[archives.Section] = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as whole, force_locale(of.language):
        for done, section in enumerate(archives.collected(member, programme, of.language), start=1):
            with transaction():
                archives.note_progress(of.id, done)
            sections.append(section)
            if section.rows:
                table = io.BytesIO()
                heads = [str(HEADS[column]) for column in section.columns]
                sheets.write("csv", table, heads, section.rows, language=of.language)
                whole.writestr(f"{section.name}.csv", table.getvalue())
        for place, content in archives.files(sections, programme):
            whole.writestr(place, content)
        told = {one.name: [_told(one, row) for row in one.rows] for one in sections}
        data = {"programme": programme.slug, "made_at": now.isoformat(), "time_zone": programme.time_zone} | told
        whole.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=1))
        page = current_app.jinja_env.get_template("archive/index.html").render(
            sections=sections, titles=TITLES, heads=HEADS, said=lambda cell: _said(cell, of.language), language=of.language,
            name=programme.name(of.language), member=member, made_on=programme.day(now),
        )  # fmt: skip
        whole.writestr("index.html", page)


def _told(of: archives.Section, row: list[Cell]) -> dict[str, str | int | None]:
    """A row as programs read it: amounts as decimal numbers in text, days and moments by ISO 8601."""
    return {name: _plain(cell) for name, cell in zip(of.columns, row, strict=True)}


def _plain(cell: Cell) -> str | int | None:
    if isinstance(cell, Amount):
        return sheets.plain(cell, "en")
    return cell if cell is None or isinstance(cell, (str, int)) else cell.isoformat()


def _said(cell: Cell, language: str) -> str:
    if isinstance(cell, Amount):
        return sheets.plain(cell, language)
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return "" if cell is None else str(cell)
