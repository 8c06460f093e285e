"""Help: the programme's questions and answers, and a search in them that takes any wording."""

from email.utils import parseaddr

from flask import Blueprint, Response, g, make_response, render_template, request
from flask_babel import gettext

from marketplace import programmes
from marketplace.programmes import NoText
from marketplace.web.shared import filters
from marketplace.web.storefront import questions

WORDS_MAX = 100

blueprint = Blueprint("help", __name__)


@blueprint.get("/help")
def index() -> Response:
    words = request.args.get("q", "").strip()[: WORDS_MAX + 1]
    wrong = gettext("The search is too long: at most 100 characters.") if len(words) > WORDS_MAX else ""
    chapters = questions.chapters(_text())
    found = questions.search(chapters, words) if words and not wrong else chapters
    part = "found" if request.headers.get("HX-Target") == "found" else "index"
    html = render_template(
        f"storefront/help/{part}.html", words=words, wrong=wrong, chapters=found, any=bool(chapters),
        number=sum(len(chapter.questions) for chapter in found), mail=parseaddr(g.programme.mail_from)[1],
    )  # fmt: skip
    response = make_response(html, 422 if wrong else 200)
    response.vary.add("HX-Request")
    return response


def _text() -> str:
    """The programme's own help; nothing while it has written none."""
    try:
        return programmes.text(g.programme.id, "help", filters.language()).body
    except NoText:
        return ""
