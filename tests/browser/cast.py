"""Who plays in the partner's story: people of a programme and of a rival, a member with points, each in a browser of their own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from marketplace import partners, runs
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from tests.browser.fixtures import SLOW_MS, is_wrong
from tests.builders.approvals import a_rule
from tests.builders.identity import sign_in, staff
from tests.builders.letters import letters
from tests.builders.members import a_member
from tests.builders.orders import a_shelf
from tests.builders.programmes import a_programme
from tests.builders.promises import keep
from tests.builders.suppliers import a_supplied_shelf

# Draws a picture before the camera that the page asks for: a phone that is held there. No network, no device of this machine.
CAMERA = """(picture) => {
  const bytes = Uint8Array.from(atob(picture), (one) => one.charCodeAt(0));
  navigator.mediaDevices.getUserMedia = async () => {
    const drawn = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = document.createElement("canvas");
    canvas.width = drawn.width + 80; canvas.height = drawn.height + 80;
    const brush = canvas.getContext("2d");
    setInterval(() => { brush.fillStyle = "#fff"; brush.fillRect(0, 0, canvas.width, canvas.height); brush.drawImage(drawn, 40, 40); }, 100);
    return canvas.captureStream(10);
  };
}"""

OFFLINE = "net::ERR_INTERNET_DISCONNECTED"  # the browser notes that down while the till has no network, as it should


@dataclass
class Cast:
    """The programme, what is sold in it already, and everybody's browser."""

    app: Flask
    browser: Browser
    address: str
    rival: str  # how the rival's desk begins
    supplied: int  # the brand that a supplier's card is of
    users: dict[str, int]
    wrong: list[object] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def page(self, who: str = "", *, width: int = 1280) -> Page:
        """A browser of somebody's own, signed in where they are known already; what goes wrong in it fails the story."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 900}, locale="ru-RU", base_url=self.address
        )
        context.set_default_timeout(SLOW_MS)
        if who:
            client = self.app.test_client()
            sign_in(client, self.users[who], fresh=True)
            cookie = client.get_cookie("session")
            assert cookie is not None
            context.add_cookies([{"name": "session", "value": cookie.value, "domain": "localhost", "path": "/"}])
        page = context.new_page()
        page.on("pageerror", lambda error: self.wrong.append(error.stack or error))
        page.on(
            "console",
            lambda said: self.wrong.append(said.text) if is_wrong(said) and OFFLINE not in said.text else None,
        )
        self.contexts.append(context)
        return page

    def letter(self) -> str:
        """The newest letter."""
        with self.app.app_context(), transaction():
            return letters()[-1].body_text

    def work(self) -> None:
        """What the worker does meanwhile."""
        keep(self.app, at=self.address)

    def one(self, sql: str, **values: object) -> object:
        """A figure out of the database."""
        with self.app.app_context():
            return execute(sql, values).scalar_one()


@contextmanager
def a_cast(app: Flask, browser: Browser, address: str, supplier: str) -> Iterator[Cast]:
    """A programme with a rival in its shop and a supplier's card, staff for both sides of an approval, Anna with her points."""
    with app.app_context(), transaction():
        programme = a_programme(hosts=("localhost",))
        names = {"slug": "sopernik", "name_ru": "Соперник", "name_en": "Rivalry"}
        rival = a_shelf(programme, stock=5, brand=names)
        supplied = a_supplied_shelf(supplier, programme)
        anna = a_member(programme, points=100_000)
        assert anna.user_id is not None
        home = f"/partner/{partners.partner(rival.brand.partner_id).slug}"
        bought = supplied.brand.id
        users = {role: staff(programme, role).id for role in ("manager", "admin")} | {
            "rival": staff(programme, "owner", partner_id=rival.brand.partner_id).id, "anna": anna.user_id,
        }  # fmt: skip
    with app.app_context():
        a_rule(programme, runs.act("catalogue"), cap=10, now=clock.now())
    cast = Cast(app, browser, address, home, bought, users)
    yield cast
    for context in cast.contexts:
        context.close()
    assert cast.wrong == [], cast.wrong
