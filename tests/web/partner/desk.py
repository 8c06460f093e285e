"""Two partners of one programme and their people, for tests of the portal."""

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from marketplace import partners
from marketplace.core.db import execute, transaction
from tests.builders.identity import csrf, sign_in, staff
from tests.builders.letters import letters
from tests.builders.orders import Shelf, a_shelf
from tests.builders.own import addressed, own
from tests.builders.programmes import a_programme

HERE = {"base_url": "http://localhost", "headers": {"Accept-Language": "en"}}
LINK = re.compile(r"http://localhost(/partner/(?:invitations|joining)/[\w-]+)")


class Desk:
    """The partner whose desk is tried, one beside it in the same programme, and who works where."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context(), transaction():
            self.programme = a_programme(hosts=("localhost",))
            self.shelf: Shelf = a_shelf(self.programme)
            self.beside: Shelf = a_shelf(self.programme)
            self.partner_id, self.other_id = self.shelf.brand.partner_id, self.beside.brand.partner_id
            self.programme_id, self.brand, self.their_brand = (
                self.programme.id,
                self.shelf.brand.slug,
                self.beside.brand.slug,
            )
            self.home, self.away = (
                f"/partner/{partners.partner(one).slug}" for one in (self.partner_id, self.other_id)
            )
            mine, other = {"partner_id": self.partner_id}, {"partner_id": self.other_id}
            self.ids = {
                role: staff(self.programme, role, **mine).id for role in ("owner", "catalogue", "cashier", "accountant")
            }
            self.ids["competitor"] = staff(self.programme, "owner", **other).id
            self.ids["manager"] = staff(self.programme, "manager").id
            self.ids["admin"] = staff(self.programme, "admin").id

    def of(self, who: str) -> "Visitor":
        client = self.app.test_client()
        if who in self.ids:
            sign_in(client, self.ids[who], fresh=True)
        return Visitor(client)

    def letters(self) -> list[str]:
        """The letters that were written, oldest first."""
        with self.app.app_context(), transaction():
            return [letter.body_text for letter in letters()]

    def own(self, kind: str, number: int) -> str:
        """The token of a thing of one's own."""
        return own(self.app, self.home.rpartition("/")[2], kind, number)

    def at(self, path: str) -> str:
        """The address of a thing of one's own, as its page is linked to."""
        return addressed(self.app, f"{self.home}/{path}")

    def link(self) -> str:
        """The address in the last letter that has one."""
        found = [match[1] for text in self.letters() for match in LINK.finditer(text)]
        assert found, "a letter with a link was written"
        return found[-1]

    def rows(self, sql: str, **values: Any) -> list[Any]:
        with self.app.app_context(), transaction():
            return list(execute(sql, values))


class Visitor:
    """Somebody with a browser."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str) -> TestResponse:
        return self.client.get(addressed(self.client.application, path), **HERE)

    def post(self, path: str, **data: Any) -> TestResponse:
        return self.client.post(
            addressed(self.client.application, path), data={"csrf_token": csrf(self.client), **data}, **HERE
        )
