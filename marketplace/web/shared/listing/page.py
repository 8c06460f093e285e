"""The page of a list: what the address asks, the rows, and the addresses that lead on. Nothing is kept but in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import Response, g, make_response, render_template, request
from flask_babel import gettext, ngettext

from marketplace.core import listing
from marketplace.core.listing import Asker, BadQuestion, Choice, Column, Locale, Question, Row
from marketplace.core.paging import BadCursor, Page
from marketplace.web.shared import filters, parts, sealed
from marketplace.web.shared.days import TO_COME
from marketplace.web.shared.listing.face import Face

MAX_COUNTED = 1000  # rows beyond it are not counted for a page
ROWS = "rows"  # the id of what script asks for


@dataclass(frozen=True, slots=True)
class Field:
    """A filter as it stands in the form: its kind, its name in the address, what is typed there, what is wrong with it."""

    kind: str
    name: str
    label: str
    given: tuple[str, ...]
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that the templates of a list show. `url` and the others are addresses within the site."""

    face: Face
    fields: list[Field]
    views: list[tuple[str, str, bool]]  # what is shown of the list: label, address, whether it is this one
    box: str
    said: Mapping[str, str]
    wrong: Mapping[str, str]
    columns: list[Column]
    said_as: Mapping[str, Mapping[str, str]]  # column → value → how it is said, where that depends on what is there
    rows: list[Row]
    sorts: Mapping[str, tuple[str, str]]  # column → address that sorts by it, how it is sorted now: "", "up", "down"
    counted: str
    narrowed: bool
    url: str
    next_url: str
    first_url: str
    plain_url: str

    @property
    def parameters(self) -> list[str]:
        """The names of the fields in the address."""
        return [name for one in self.face.listing.filters if one.name != self.face.box for name in one.parameters]

    @property
    def view_names(self) -> list[str]:
        """The choices that stand above the rows."""
        return [one.name for one in self.face.listing.filters if isinstance(one, Choice) and one.default]

    @property
    def opened(self) -> bool:
        """Whether some filter is set, or wrong: then they are in sight."""
        return bool({*self.said, *self.wrong} & {*self.parameters} - {*self.view_names})


def answer(face: Face, asker: Asker, **names: object) -> Response:
    """The page, or to script the rows alone; the browser's address follows what is shown."""
    shown = look(face, asker)
    part = parts.wanted() == ROWS
    template = "shared/listing/rows.html" if part else "shared/listing/page.html"
    response = make_response(render_template(template, list=shown, part=part, **names), 422 if shown.wrong else 200)
    response.vary.add("HX-Request")
    if part and shown.wrong:  # the messages alone: what was found before stays
        response.headers["HX-Reswap"] = "none"
    elif part:
        typing = request.headers.get("HX-Trigger") == "find"
        response.headers["HX-Replace-Url" if typing else "HX-Push-Url"] = shown.url
    return response


def look(face: Face, asker: Asker) -> Shown:
    """What the request's address asks for. Raises BadCursor, ListTooSlow."""
    of, given, cursor = face.listing, request.args, request.args.get("cursor", "")
    asker = replace(asker, english=filters.language() == "en")
    purpose = f"cursor of {of.name}"
    wrong: Mapping[str, str] = {}
    try:
        question = listing.ask(of, given, locale())
    except BadQuestion as error:
        wrong = {name: _reason(why) for name, why in error.fields.items()}
        question = listing.ask(of, {}, locale())
    page: Page[Row] = listing.page(of, question, asker, cursor=_opened(purpose, cursor)) if not wrong else Page([])
    said = question.said
    return Shown(
        face=face,
        fields=_fields(face, given),
        views=_views(face, said),
        box=given.get(face.box, "") if face.box else "",
        said=said,
        wrong=wrong,
        columns=face.columns,
        said_as={name: dict(options()) for name, options in face.options.items()},
        rows=page.items,
        sorts=_sorts(face, question),
        counted="" if wrong else _counted(face, question, asker, page.items, more=bool(page.next or cursor)),
        narrowed=bool(set(said) - {"sort"}),
        url=address(said | ({"cursor": cursor} if cursor else {})),
        next_url=address(said | {"cursor": sealed.sealed(purpose, page.next)}) if page.next else "",
        first_url=address(said) if cursor else "",
        plain_url=address({}),
    )


def _opened(purpose: str, cursor: str) -> str:
    """The cursor that an address carries sealed, for it holds the number of a row. Raises BadCursor."""
    try:
        return str(sealed.opened(purpose, cursor)) if cursor else ""
    except ValueError:
        raise BadCursor from None


def locale() -> Locale:
    """How days and amounts are read in the request's programme."""
    return Locale(g.programme.time_zone, g.programme.decimals, filters.commas_group(), filters.today())


def address(said: Mapping[str, str]) -> str:
    """The address of this page with what is asked."""
    return request.path + ("?" + urlencode(said) if said else "")


def _fields(face: Face, given: Mapping[str, str]) -> list[Field]:
    made = []
    for one in face.listing.filters:
        views = isinstance(one, Choice) and bool(one.default)
        if one.name == face.box or views:
            continue
        options: tuple[tuple[str, str], ...] = ()
        if isinstance(one, Choice):
            options = tuple((value, str(face.words[one.name][value].label)) for value in one.options)
        elif one.name in face.options:
            options = tuple(face.options[one.name]())
        kind = "select" if options else type(one).__name__.lower()
        label = str(face.labels[one.name])
        made.append(Field(kind, one.name, label, tuple(given.get(name, "") for name in one.parameters), options))
    return made


def _views(face: Face, said: Mapping[str, str]) -> list[tuple[str, str, bool]]:
    """A choice that always has an answer stands above the rows, as links."""
    for one in face.listing.filters:
        if isinstance(one, Choice) and one.default:
            now = said.get(one.name, one.default)
            others = {name: value for name, value in said.items() if name != one.name}
            return [
                (str(face.words[one.name][value].label), address(others | ({one.name: value} if value != one.default else {})), value == now)
                for value in one.options
            ]  # fmt: skip
    return []


def _sorts(face: Face, question: Question) -> dict[str, tuple[str, str]]:
    made = {}
    default = face.listing.sort
    for name in face.heads:
        if name not in face.listing.sortable:
            continue
        current = question.sort == name or (question.sort == "id" and face.listing.sortable[name] == "id")
        now = ("down" if question.descending else "up") if current else ""
        wanted = name if now == "down" else "-" + name
        others = {parameter: value for parameter, value in question.said.items() if parameter != "sort"}
        made[name] = (address(others | ({"sort": wanted} if wanted != default else {})), now)
    return made


def _counted(face: Face, question: Question, asker: Asker, rows: list[Row], *, more: bool) -> str:
    """How many rows there are in all, in words; a page that holds them all need not ask."""
    found = len(rows) if not more else listing.count(face.listing, question, asker, most=MAX_COUNTED + 1)
    if found > MAX_COUNTED:
        return str(gettext("more than %(count)s", count=filters.grouped(MAX_COUNTED)))
    return str(ngettext("%(num)s row", "%(num)s rows", found)) if found else ""


def _reason(why: str) -> str:
    said: dict[str, str] = {
        "choice": gettext("This is not one of the choices."),
        "long": gettext("That is too long."),
        "text": gettext("It contains characters that cannot be read."),
        "day": gettext("Enter a date like 2026-11-21."),
        "number": gettext("Enter a number."),
        "order": gettext("The end is before the beginning."),
        "to_come": str(TO_COME),
    }
    return said[why]
