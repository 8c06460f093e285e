"""A member's archive as an answer: the file, to whoever asked for it."""

from flask import Response, abort, g, stream_with_context
from flask_login import current_user

from marketplace import members
from marketplace.core import clock
from marketplace.core.db import transaction
from marketplace.identity import Permission
from marketplace.support import archives
from marketplace.web.shared.visitor import actor, may


def fetched(public_id: str) -> Response:
    """The file, to its asker alone, who is the member or may still take copies; that it left is recorded. Raises NotFound."""
    found = archives.archive(public_id, by=current_user.id, programme_id=g.programme.id, now=clock.now())
    member = members.member(found.member_id)
    own = member is not None and member.user_id == current_user.id
    if found.made_at is None or not (own or may(Permission.MEMBERS_DATA)):
        abort(404)
    with transaction(by=actor()):
        archives.note_fetched(found, now=clock.now())
    name = f"{g.programme.slug}-data-{found.made_at:%Y-%m-%d}.zip"
    headers = {
        "Content-Type": "application/zip", "Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store",
    }  # fmt: skip
    return Response(stream_with_context(archives.content(found)), headers=headers)
