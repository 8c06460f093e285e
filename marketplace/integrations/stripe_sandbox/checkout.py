"""The hosted page on which somebody pays: a card's number, the bank's question where it asks one, and the way back."""

from functools import cache
from typing import Any
from urllib.parse import urlsplit

from babel.support import Translations
from jinja2 import Environment, FileSystemLoader, select_autoescape
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.routing import Map, Rule
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from marketplace.core import formats, places
from marketplace.integrations.stripe_sandbox.bank import Bank, Challenged, Declined, Refused
from marketplace.integrations.stripe_sandbox.partners import BANKS, Partners
from marketplace.integrations.stripe_sandbox.store import Thing

SHEETS = ("tokens.css", "base.css", "layout.css", "parts/*.css")
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action *; frame-ancestors 'none'; base-uri 'none'"
LANGUAGES = ("ru", "en")
KINDS = {".woff2": "font/woff2", ".svg": "image/svg+xml"}
NOT_PROVEN = "authentication_required"
_PATHS = Map([
    Rule("/pay/<session>", endpoint="page", methods=["GET"]),
    Rule("/pay/<session>", endpoint="pay", methods=["POST"]),
    Rule("/pay/<session>/proof", endpoint="prove", methods=["POST"]),
    Rule("/connect/<link>", endpoint="account", methods=["GET"]),
    Rule("/connect/<link>", endpoint="fill_in", methods=["POST"]),
    Rule("/look/checkout.css", endpoint="look", methods=["GET"]),
    Rule("/<any(fonts, img):folder>/<name>", endpoint="file", methods=["GET"]),
])  # fmt: skip


class Pages:
    """Answers what a browser asks."""

    def __init__(self, bank: Bank, partners: Partners) -> None:
        self._bank, self._partners = bank, partners

    def __call__(self, request: Request) -> Response:
        """The page, or the way on from it."""
        try:
            name, values = _PATHS.bind_to_environ(request.environ).match()
            answer: Response = getattr(self, f"_{name}")(request, **values)
        except (HTTPException, Refused) as error:
            answer = Response("Not found", (error.code if isinstance(error, HTTPException) else error.status) or 404)
        answer.headers["Content-Security-Policy"] = POLICY
        answer.headers["Referrer-Policy"] = "no-referrer"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer

    def _look(self, _request: Request) -> Response:
        return Response(_sheet(), content_type="text/css; charset=utf-8", headers={"Cache-Control": "max-age=3600"})

    def _file(self, _request: Request, folder: str, name: str) -> Response:
        """A file that the look is made of; only names that lie there."""
        kept = {file.name: file for file in (places.STATIC / folder).iterdir() if file.suffix in KINDS}
        if name not in kept:
            raise NotFound
        headers = {"Cache-Control": "max-age=3600"}
        return Response(kept[name].read_bytes(), content_type=KINDS[kept[name].suffix], headers=headers)

    def _page(self, request: Request, session: str) -> Response:
        page = self._bank.page(session)
        if page["status"] == "complete":
            return redirect(page["success_url"], 303)
        declined = NOT_PROVEN if NOT_PROVEN in request.args else ""
        return _shown("over" if page["status"] == "expired" else "card", page, declined=declined)

    def _pay(self, request: Request, session: str) -> Response:
        number = request.form.get("number", "")
        try:
            return redirect(self._bank.pay(session, number)["success_url"], 303)
        except Challenged:
            return _shown("challenge", self._bank.page(session), number=number)
        except Declined as no:
            return _shown("card", self._bank.page(session), declined=str(no), number=number, status=422)
        except Refused:
            return redirect(session, 303)  # it has ended, and says so

    def _prove(self, request: Request, session: str) -> Response:
        if request.form.get("answer") != "yes":
            return redirect(f"../{session}?{NOT_PROVEN}", 303)
        try:
            return redirect(self._bank.pay(session, request.form.get("number", ""), proven=True)["success_url"], 303)
        except (Challenged, Declined, Refused):
            return redirect(f"../{session}", 303)

    def _account(self, request: Request, link: str) -> Response:
        page, account = self._partners.page(link)
        language = request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]
        html = (
            _environment(language)
            .get_template("account.html")
            .render(page=page, account=account, locale=language, shop=urlsplit(page["back"]).hostname)
        )
        return Response(html, content_type="text/html; charset=utf-8", headers={"Cache-Control": "no-store"})

    def _fill_in(self, request: Request, link: str) -> Response:
        page, account = self._partners.page(link)
        bank = request.form.get("bank", "")
        without = "representative.verification.document" if request.form.get("document") != "yes" else ""
        self._partners.fill_in(account["id"], bank=bank if bank in BANKS else "", without=without)
        return redirect(page["back"], 303)


def _shown(name: str, page: Thing, *, status: int = 200, **names: Any) -> Response:
    language = page["locale"] if page["locale"] in LANGUAGES else LANGUAGES[0]
    environment = _environment(language)
    html = environment.get_template(f"{name}.html").render(
        page=page, locale=language, sum=formats.money(page["amount_total"], page["currency"].upper(), language),
        back=page["cancel_url"], shop=urlsplit(page["success_url"]).hostname, **names,
    )  # fmt: skip
    return Response(html, status, content_type="text/html; charset=utf-8", headers={"Cache-Control": "no-store"})


@cache
def _environment(language: str) -> Environment:
    made = Environment(
        loader=FileSystemLoader(places.TEMPLATES / "practice_checkout"),
        autoescape=select_autoescape(),
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_translations(Translations.load(places.TRANSLATIONS, [language]), newstyle=True)  # type: ignore[attr-defined]
    return made


@cache
def _sheet() -> str:
    """The shop's own look, in the order of its cascade."""
    folder = places.STATIC / "css"
    sheets = [path for pattern in SHEETS for path in sorted(folder.glob(pattern))]
    if not sheets:
        raise NotFound
    return "\n".join(path.read_text(encoding="utf-8") for path in sheets)
