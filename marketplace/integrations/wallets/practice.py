"""Practises for Apple's push service and Google's wallet: a small WSGI application that takes what we send and can be told to fail.

It checks what they check, as far as we rely on it: the token's signature, its issuer and its age; the topic; the object's id.
"""

import json
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey
from werkzeug.wrappers import Request, Response

TOKEN, TOKEN_LASTS = "practice-token", 3600
AGE_MAX = 3600
SLOW_SECONDS = 30.0
Fault = tuple[int, dict[str, str]]  # status and headers of the answer; a status of 0: none comes


@dataclass
class Practice:
    """Both services. `pushed`: tokens of phones that were woken; `objects`: what Google keeps, by id; `faults`: what the next answers are instead."""

    push_key: ECKey
    account_key: RSAKey
    team: str
    pass_type: str
    now: Callable[[], float] = time.time
    pushed: list[str] = field(default_factory=list)
    objects: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: deque[Fault] = field(default_factory=deque)
    tokens_given: int = 0
    slow_seconds: float = SLOW_SECONDS

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        return self._answer(Request(environ))(environ, start_response)

    def _answer(self, asked: Request) -> Response:
        if asked.path == "/token":
            return self._token(asked)
        if self.faults:
            status, headers = self.faults.popleft()
            if not status:
                time.sleep(self.slow_seconds)
            return Response(status=status or 504, headers=headers)
        if asked.path.startswith("/3/device/") and asked.method == "POST":
            return self._push(asked)
        if asked.path.startswith("/walletobjects/v1/genericObject/") and asked.method == "PATCH":
            return self._patch(asked)
        return Response(status=404)

    def _push(self, asked: Request) -> Response:
        if not self._signed(
            asked.headers.get("authorization", "").removeprefix("bearer "), self.push_key, "ES256", self.team
        ):
            return _json(403, {"reason": "InvalidProviderToken"})
        if asked.headers.get("apns-topic") != self.pass_type:
            return _json(400, {"reason": "DeviceTokenNotForTopic"})
        self.pushed.append(asked.path.rpartition("/")[2])
        return Response(status=200)

    def _token(self, asked: Request) -> Response:
        assertion = parse_qs(asked.get_data(as_text=True)).get("assertion", [""])[0]
        if not self._signed(assertion, self.account_key, "RS256", None):
            return _json(400, {"error": "invalid_grant"})
        self.tokens_given += 1
        return _json(200, {"access_token": TOKEN, "expires_in": TOKEN_LASTS, "token_type": "Bearer"})

    def _patch(self, asked: Request) -> Response:
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return Response(status=401)
        name = unquote(asked.path.rpartition("/")[2])
        if name not in self.objects:
            return Response(status=404)
        self.objects[name] |= json.loads(asked.get_data())
        return _json(200, self.objects[name])

    def _signed(self, token: str, key: ECKey | RSAKey, algorithm: str, issuer: str | None) -> bool:
        try:
            claims = jwt.decode(token, key, algorithms=[algorithm]).claims
        except (JoseError, ValueError):
            return False
        return abs(self.now() - int(claims.get("iat", 0))) <= AGE_MAX and issuer in (None, claims.get("iss"))


def _json(status: int, body: dict[str, Any]) -> Response:
    return Response(json.dumps(body), status, content_type="application/json")
