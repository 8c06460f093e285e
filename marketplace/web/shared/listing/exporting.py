"""A list as a file: a short one is the answer, a long one is made by the worker while its asker looks at its page."""

import io
from collections.abc import Mapping
from dataclasses import replace

from flask import Response, abort, g, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from marketplace import reports
from marketplace.core import clock, listing, sheets
from marketplace.core.db import transaction
from marketplace.core.listing import Asker, Wording
from marketplace.identity import Permission
from marketplace.web.shared import filters, security
from marketplace.web.shared.listing.face import Face
from marketplace.web.shared.listing.page import locale
from marketplace.web.shared.visitor import actor


def export(face: Face, asker: Asker, *, permission: Permission) -> ResponseReturnValue:
    """Answer a form that asks for the list as a file: `kind`, and whatever narrows the list.

    Args:
        permission: what the page of the list needs; it is asked for again when the file is fetched.

    The page of a file that is being made is the desk's own: each desk serves `show` and `fetch` as its part "exports".

    Raises:
        BadQuestion, TooManyRows, ListTooSlow: there is no such file.
    """
    kind = request.form.get("kind", "")
    if kind not in sheets.KINDS:
        abort(400)
    question = listing.ask(face.listing, request.form, locale())
    asker = replace(asker, english=filters.language() == "en")
    wanted = reports.Wanted(face.listing, question, asker, _wording(face), kind)
    rows = reports.rows_wanted(wanted)
    if rows > reports.AT_ONCE:
        with transaction(by=actor()):
            public_id = reports.ask_for_export(
                wanted,
                programme_id=g.programme.id,
                user_id=current_user.id,
                permission=permission,
                rows=rows,
                now=clock.now(),
            )
        return redirect(url_for(f"{request.blueprints[-1]}.exports.show", public_id=public_id), 303)
    file = io.BytesIO()
    rows = reports.write_export(wanted, file, most=reports.AT_ONCE)
    with transaction(by=actor()):
        reports.record_export(wanted, g.programme.id, rows=rows, now=clock.now())
    return Response(file.getvalue(), headers=_headers(face.listing.name, kind))


def show(public_id: str, *, layout: str, endpoint: str) -> ResponseReturnValue:
    """The page of a file: how far it is, and where it can be fetched. Script asks for it again and again."""
    found = _own(public_id)
    return render_template(
        "shared/listing/export.html", export=found, layout=layout, file_url=url_for(endpoint, public_id=public_id)
    )


def fetch(public_id: str) -> Response:
    """The file itself, to its asker alone, and only while they may see the list. Raises NotFound."""
    found = _own(public_id)
    if found.made_at is None:
        abort(404)
    return Response(stream_with_context(reports.export_content(found)), headers=_headers(found.listing, found.kind))


def _own(public_id: str) -> reports.Export:
    found = reports.export(public_id, user_id=current_user.id, programme_id=g.programme.id, now=clock.now())
    # A list of one partner's things is asked for as that partner's, whatever address it is fetched from.
    if not security.may(Permission(found.permission), partner_id=found.asked["scope"].get("partner")):
        abort(404)
    return found


def _headers(name: str, kind: str) -> Mapping[str, str]:
    stem = f"{g.programme.slug}-{name}-{filters.today():%Y-%m-%d}"
    return {
        "Content-Type": sheets.KINDS[kind], "Content-Disposition": f'attachment; filename="{stem}.{kind}"', "Cache-Control": "no-store",
    }  # fmt: skip


def _wording(face: Face) -> Wording:
    """How the list is said in the language of the request."""
    words = {
        name: {value: str(word.label) for value, word in said.items()} for name, said in face.words.items()
    } | {name: dict(options()) for name, options in face.options.items()}  # fmt: skip
    heads = {name: str(head) for name, head in face.heads.items()}
    return Wording(heads, words, filters.language(), g.programme.time_zone, g.programme.decimals)
