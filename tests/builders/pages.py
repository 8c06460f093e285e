"""What a page says and what its forms hold, read as a browser reads it."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

HTMX = {"HX-Request": "true"}


@dataclass
class Form:
    """A form of a page: where it goes, what it holds without any doing, and its boxes to tick."""

    action: str
    held: dict[str, str] = field(default_factory=dict)
    ticks: dict[str, str] = field(default_factory=dict)
    labels: list[str] = field(default_factory=list)

    def ticked(self, *names: str, **over: Any) -> dict[str, Any]:
        """What is sent with these boxes ticked (all, when none is named), and some answers changed."""
        return self.held | {name: self.ticks[name] for name in names or self.ticks} | over


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.words: list[str] = []
        self.open: Form | None = None
        self.in_button = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = Form(given.get("action", ""))
            self.forms.append(self.open)
        elif tag == "button":
            self.in_button = True
        elif tag == "input" and self.open and "name" in given:
            ticks = given.get("type") in ("checkbox", "radio")
            if given.get("type") == "radio" and "checked" not in given:
                pass  # another of its name is the choice
            elif ticks and "checked" not in given:
                self.open.ticks[given["name"]] = given.get("value", "on")
            else:
                self.open.held[given["name"]] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "button":
            self.in_button = False

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self.in_button and self.open:
            self.open.labels.append(data.replace("\u00a0", " ").strip())


@dataclass
class Page:
    """An answer: its status, its plain words, its forms, its HTML."""

    status: int
    html: str
    words: str
    forms: list[Form]
    headers: Any

    def form(self, part_of_action: str) -> Form:
        """The one form that goes there: to just this address, else to one that holds it."""
        exact = [form for form in self.forms if form.action == part_of_action]
        [found] = exact or [form for form in self.forms if part_of_action in form.action]
        return found

    @property
    def buttons(self) -> list[str]:
        """What the buttons of its forms say."""
        return [label for form in self.forms for label in form.labels]

    @property
    def tiles(self) -> list[str]:
        """The names on the shelf, in order."""
        shelf = self.html.split('id="shelf"')[-1].split("</ul>")[0]
        return re.findall(r"<h3><a[^>]*>([^<]+)</a></h3>", shelf)

    @property
    def title(self) -> str:
        """The page's title."""
        found = re.search(r"<title>(.*?)</title>", self.html, re.S)
        return found[1] if found else ""


def page_of(response: TestResponse) -> Page:
    """The page in an answer."""
    reader = _Reader()
    reader.feed(response.text)
    words = re.sub(r"\s+", " ", " ".join(reader.words)).replace("\u00a0", " ")
    return Page(response.status_code, response.text, words, reader.forms, response.headers)


def visit(client: FlaskClient, path: str, *, part: str = "", language: str = "ru", **query: Any) -> Page:
    """Open an address; `part` is the id of the place that script would fill with the answer."""
    headers = {"Accept-Language": language} | (HTMX | {"HX-Target": part} if part else {})
    return page_of(client.get(path, query_string=query or None, headers=headers))


def send(client: FlaskClient, path: str, data: dict[str, Any], *, language: str = "ru", follow: bool = True) -> Page:
    """Send a form."""
    return page_of(client.post(path, data=data, headers={"Accept-Language": language}, follow_redirects=follow))
