"""A browser for a real server that is asked as Flask's own test client is, so that one workload serves both."""

import json
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 when nothing did."""

    status_code: int
    text: str
    location: str

    @property
    def json(self) -> Any:
        """Its body, read."""
        return json.loads(self.text)


class Browser:
    """Keeps cookies, follows no redirect, forgives a server that is away."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._cookies: SimpleCookie = SimpleCookie()

    def get(
        self, path: str, *, query_string: dict[str, Any] | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        return self._ask("GET", f"{path}?{urlencode(query_string)}" if query_string else path, None, headers or {})

    def post(
        self, path: str, *, data: dict[str, str] | None = None, json: Any = None, headers: dict[str, str] | None = None
    ) -> Answer:
        if json is not None:
            return self._ask("POST", path, dumped(json), (headers or {}) | {"Content-Type": "application/json"})
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(data or {}), (headers or {}) | form)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=30)
        cookies = "; ".join(f"{name}={held.value}" for name, held in self._cookies.items())
        try:
            connection.request(method, path, body, headers | {"Cookie": cookies})
            answer = connection.getresponse()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    self._cookies.load(value)
            return Answer(answer.status, answer.read().decode(), answer.getheader("Location", ""))
        except (OSError, HTTPException):
            return Answer(0, "{}", "")
        finally:
            connection.close()


def dumped(body: Any) -> str:
    """A body as JSON."""
    return json.dumps(body)
