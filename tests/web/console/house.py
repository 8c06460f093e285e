"""Two programmes and their people, for tests of the console."""

from datetime import datetime

from flask import Flask
from flask.testing import FlaskClient

from marketplace import mailings
from marketplace.core import outbox
from marketplace.core.db import execute, transaction
from marketplace.programmes import Programme
from tests.builders.identity import NOW, a_user, csrf, give, sign_in, staff
from tests.builders.programmes import a_programme


class House:
    """Two programmes and their people, and who looks after the installation."""

    def __init__(self, app: Flask, now: datetime = NOW) -> None:
        self.app, self.now = app, now
        with app.app_context(), transaction():
            self.first: Programme = a_programme(hosts=("first.test",))
            self.second: Programme = a_programme(hosts=("second.test",))
            operator = staff(self.first, "support")
            give(operator, "installation", self.first)
            self.ids = {
                "operator": operator.id,
                "admin": staff(self.first, "admin").id,
                "support": staff(self.first, "support").id,
                "finance": staff(self.first, "finance").id,
                "other admin": staff(self.second, "admin").id,
                "member": a_user().id,
            }

    def another(self, role: str) -> str:
        """One more of the first programme's people, by the name for `of`; inside a transaction."""
        self.ids[role] = staff(self.first, role).id
        return role

    def of(self, who: str) -> FlaskClient:
        client = self.app.test_client()
        if who in self.ids:
            sign_in(client, self.ids[who], fresh=True)
            client.token = csrf(client)  # type: ignore[attr-defined]
            held = client.get_cookie("session")
            for host in ("first.test", "second.test"):
                client.set_cookie("session", held.value if held else "", domain=host)
                client.set_cookie("language", "en", domain=host)
        return client

    def dead_promise(self) -> int:
        with self.app.app_context(), transaction():
            outbox.send("tests.call", ref="card:17", now=self.now)
            promise = outbox.due(self.now, 1)[0]
            execute("UPDATE outbox SET attempts = 12 WHERE id = %(id)s", {"id": promise.id})
            outbox.failed(promise.id, "MailNotSent: timed out", self.now)
        return promise.id

    def letter(self, programme: Programme | None, ref: str = "card:1", *, acts: bool = False) -> int:
        """A letter with a link; one that leads to a page, or one that acts for its reader."""
        link = "https://first.test/cards/1"
        marks = {link: "[link:1]"} if acts else {}
        with self.app.app_context(), transaction():
            mailings.post(
                ref, programme_id=programme.id if programme else None, recipient="anna@example.org", subject="Your card",
                text=f"Open it: {marks.get(link, link)}", html="", now=self.now, marks=marks,
            )  # fmt: skip
            return mailings.to_send(ref).id


def at(client: FlaskClient, path: str, host: str = "first.test") -> tuple[int, str]:
    answer = client.get(path, base_url=f"http://{host}")
    return answer.status_code, answer.get_data(as_text=True)


def refused(app: Flask) -> list[tuple[str, str]]:
    """What rules have refused to staff, in order: about what, and the rule's code."""
    with app.app_context():
        rows = execute("SELECT subject, after FROM audit_records WHERE action = 'desk.refuse' ORDER BY id").all()
    return [(row.subject, row.after["code"]) for row in rows]
