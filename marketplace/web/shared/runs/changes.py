"""All that a run would change, as a list that is looked through page by page, narrowed, and taken as a file."""

from flask import g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace import runs
from marketplace.identity import Permission
from marketplace.web.shared import filters, listing
from marketplace.web.shared.runs import change_words, words
from marketplace.web.shared.runs.visible import partner_here, run_of

FACE = listing.Face(
    runs.CHANGES,
    export_url=".export_changes",
    title=_l("What changes"),
    heads={
        "title": _l("Name"), "title_en": _l("Name in English"), "name": _l("Your reference"), "meaning": _l("What it means"), "percent": _l("Per cent"),
        "field": _l("Field"), "was": _l("Was"), "will": _l("Will be"), "at_row": _l("Row in the file"),
    },
    labels={"topic": _l("What changes")},
    notes={"title": "name"},
    aside=("title_en", "percent"),
    words={
        "meaning": {word: listing.Word(*said) for word, said in change_words.MEANINGS.items()},
        "topic": {topic: listing.Word(said) for topic, said in change_words.TOPICS.items()},
    },
    said={
        "title": lambda row: (row["title_en"] if filters.language() == "en" else "") or row["title"],
        "meaning": lambda row: change_words.meant(row["meaning"], row["percent"]),
        "field": lambda row: change_words.field(row["field"]),
        "was": lambda row: change_words.value(row["field"], row["was"]),
        "will": lambda row: change_words.value(row["field"], row["will"]),
    },
    empty=listing.Empty(_l("Nothing changes"), _l("Everything is as the file says.")),
)  # fmt: skip


def changes(run_id: int, **_address: str) -> ResponseReturnValue:
    run = run_of(run_id)
    above = [(_("Uploads"), url_for(".index")), (words.named(run.kind, run.file_name), url_for(".show", run_id=run.id))]
    return listing.answer(FACE, _asker(run_id), crumbs=above)


def export_changes(run_id: int, **_address: str) -> ResponseReturnValue:
    return listing.export(FACE, _asker(run_id), permission=Permission.RUNS_READ)


def _asker(run_id: int) -> listing.Asker:
    return listing.Asker({"programme": g.programme.id, "partner": partner_here(), "run": run_of(run_id).id})
