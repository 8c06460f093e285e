"""The act of destruction of personal data, as order 179 of Roskomnadzor of 28.10.2022 wants it: who destroyed what of whom, where, how, why and when.

It holds none of the data. The extract of the journal is its second part: each step with its rows and its moment. The same bytes each time.
"""

import json
from zoneinfo import ZoneInfo

import typst
from flask import g
from flask_babel import gettext as _

from marketplace import erasures, settlements
from marketplace.core import formats
from marketplace.core.places import TEMPLATES
from marketplace.erasures import Erasure
from marketplace.members import Member
from marketplace.web.shared import erasure_words, filters, who

TEMPLATE = TEMPLATES / "pdf" / "act.typ"
FONTS = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[TEMPLATE.with_name("fonts")])


def written(of: Erasure, member: Member) -> bytes:
    """The act of an erasure that is done, in the reader's language."""
    assert of.ended_at is not None, "it is done"
    language, zone = filters.language(), ZoneInfo(g.programme.time_zone)
    ended = of.ended_at.astimezone(zone)
    account = settlements.own_account(g.programme.id)
    operator = account.holder.holder if account else g.programme.name(language)
    asked = formats.short_day(of.asked_at.astimezone(zone).date(), language)
    facts = {
        "language": language, "title": _("Act of destruction of personal data, No. %(number)s", number=of.id), "day": ended.date().isoformat(),
        "programme": operator,
        "facts": [
            [_("Operator"), operator],
            [_("Whose data"), _("member No. %(number)s", number=member.number)],
            [_("Reason"), _("Request of the person of %(day)s (152-FZ, articles 20 and 21)", day=asked)],
            [_("Recorded by"), _recorded_by(of)],
            [_("Where"), _("Database and files of the marketplace")],
            [_("How"), _("Values overwritten or rows deleted; salts of sealed rows destroyed, so that digests say nothing")],
            [_("Destroyed by"), _("the system, by its own rule, without anybody's hand")],
            [_("When"), f"{ended:%d.%m.%Y %H:%M} {g.programme.time_zone}"],
        ],
        "extract": _("Extract of the journal"),
        "head": [_("What was destroyed"), _("Rows"), _("When")],
        "rows": [
            [str(erasure_words.STEPS[one.name]), _points(one) if one.name == "points" else filters.grouped(one.rows), f"{one.at.astimezone(zone):%d.%m.%Y %H:%M}"]
            for one in erasures.steps(of.id)
        ],
        "closes": _("Sums, days and numbers stay in the books without the person's name. This act is kept for three years."),
        "signs": [_("Responsible"), _("Signature")],
    }  # fmt: skip
    made = typst.compile(
        TEMPLATE.read_bytes(), format="pdf", font_paths=FONTS, sys_inputs={"act": json.dumps(facts, ensure_ascii=False)}
    )  # fmt: skip
    assert isinstance(made, bytes)
    return made


def _recorded_by(of: Erasure) -> str:
    if of.asked_by is None:
        return str(_("the operator, after the database was restored from a backup"))
    return str(
        _("staff, %(who)s", who=who.text(f"user:{of.asked_by}")) if of.by_staff else _("the person, in their account")
    )


def _points(one: erasures.Step) -> str:
    return filters.points(one.rows)
