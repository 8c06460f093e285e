"""What is in the draft, and the list of offers from which one is chosen."""

from flask import g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from marketplace import catalogue, partners, runs
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.web.shared import listing, visitor, who
from marketplace.web.shared.offer_words import KINDS
from marketplace.web.shared.runs import agreeing, page, words
from marketplace.web.shared.security import require
from partner_portal.desk import here, of_address
from partner_portal.editor.forms import SendForm

SHOWN_MAX = 200
FACE = listing.Face(
    catalogue.OFFERS,
    export_url="partner.editor.export",
    title=_l("Offers"),
    heads={
        "title_ru": _l("Title"), "title_en": _l("Title in English"), "ref": _l("Reference"), "brand_ru": _l("Brand"),
        "brand_en": _l("Brand in English"), "kind": _l("Kind"), "least": _l("From"), "values": _l("Values"),
    },
    notes={"title_ru": "title_en", "brand_ru": "ref"},
    aside=("brand_en",),
    box="q",
    box_hint=_l("Title, brand or reference"),
    labels={"kind": _l("Kind")},
    words={"kind": {name: listing.Word(said) for name, said in KINDS.items()}},
    link=("title_ru", lambda row: url_for("partner.editor.edit", offer=row["ref"])),
    empty=listing.Empty(_l("Nothing is in the shop yet"), _l("Add an offer, or upload a file of them."), "card"),
)  # fmt: skip


@require(Permission.RUNS_CATALOGUE, partner=of_address)
def index(partner: str) -> str:
    draft = catalogue.drafts.draft_of(here().id)
    changed = catalogue.drafts.changes(g.programme, draft) if draft else []
    saved = catalogue.drafts.edits(draft) if draft else {}
    impact = _impact(draft) if draft and changed else None
    two = impact is not None and runs.size_needs_approver(g.programme.id, "catalogue", impact.size, by_partner=True)
    return render_template(
        "partner/editor/index.html", draft=draft, upload=runs.number_of(draft.from_run) if draft and draft.from_run else 0, changed=changed[:SHOWN_MAX], total=len(changed), saved=saved, form=SendForm(), who=who.text,
        run_words=words, brands=partners.brands_of_partner(here().id), impact=impact, run_count=page.count,
        why_two=agreeing.why_two("catalogue", impact) if two else "",
    )  # fmt: skip


@require(Permission.RUNS_CATALOGUE, partner=of_address)
def shown(partner: str) -> ResponseReturnValue:
    add = (_l("Add an offer"), url_for("partner.editor.edit"), "plus")
    return listing.answer(FACE, _asker(), action=add)


@require(Permission.RUNS_CATALOGUE, partner=of_address)
def export(partner: str) -> ResponseReturnValue:
    return listing.export(FACE, _asker(), permission=Permission.RUNS_CATALOGUE)


def _impact(draft: catalogue.drafts.Draft) -> catalogue.Impact:
    with transaction(by=visitor.actor()):
        return catalogue.drafts.meant(g.programme, draft)


def _asker() -> listing.Asker:
    return listing.Asker({"partner": here().id})
