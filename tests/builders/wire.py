"""The API over a real wire, for clients in processes of their own: one connection, opened again when it breaks."""

import json
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any

PATIENCE_SECONDS = 20
UNAVAILABLE = 503  # "try again"
LOST = (OSError, HTTPException)  # what a request raises whose answer never came


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    kind: str
    text: str

    @property
    def json(self) -> Any:
        """Its body, read."""
        return json.loads(self.text)

    @property
    def is_problem(self) -> bool:
        """Whether it is a clean "no": a problem document whose status is that of the answer."""
        return self.kind == "application/problem+json" and self.json["status"] == self.status


class Wire:
    """A client with a key at a shop on the loopback."""

    def __init__(self, port: int, key: str) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        self._key = key

    def get(self, path: str) -> Answer:
        """Ask for something below /api/v1. Raises one of LOST."""
        return self._ask("GET", path, None, {})

    def post(self, path: str, body: Any, *, key: str) -> Answer:
        """Have something done, once by `key`. Raises one of LOST: then nobody knows whether it was."""
        headers = {"Idempotency-Key": key, "Content-Type": "application/json"}
        return self._ask("POST", path, json.dumps(body).encode(), headers)

    def connect(self) -> None:
        """Open the connection beforehand."""
        self._connection.connect()

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        headers = {"Authorization": f"Bearer {self._key}"} | headers
        try:
            self._connection.request(method, f"/api/v1{path}", body, headers)
            response = self._connection.getresponse()
            return Answer(response.status, response.headers.get_content_type(), response.read().decode())
        except LOST:
            self._connection.close()
            raise
