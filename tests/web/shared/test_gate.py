"""The gate takes a request whole or not at all: each limit, each way of sending a body, each way of breaking off."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator
from dataclasses import dataclass, field
from threading import Thread
from types import SimpleNamespace
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from marketplace.settings import MIB, Settings
from marketplace.web.shared import gate as gates
from marketplace.web.shared.gate import Gate
from marketplace.web.shared.room import Room

KEY = "aB3-kQ9_zX7tLm2vRw8yPc5nGh4jDf6sTu1eWq0oIi"
SETTINGS = Settings(_env_file=None, secret_key=KEY)


@dataclass
class Application:
    """Says what it was given, and remembers it."""

    seen: list[WSGIEnvironment] = field(default_factory=list)
    closed: int = 0

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        self.seen.append(environ | {"body": environ["wsgi.input"].read()})
        start("207 Multi-Status", [("X-Here", "yes")])
        return self

    def __iter__(self) -> Iterator[bytes]:
        yield from (b"par", b"ts")

    def close(self) -> None:
        self.closed += 1


@dataclass
class Line:
    """The server's side: parts come with a pause before each, an empty one follows the last after some silence."""

    parts: list[bytes] = field(default_factory=list)
    pause: float = 0.0
    silence: float = 0.0
    ends: int = 1
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self.parts + [b""] * self.ends:
            await asyncio.sleep(self.pause if part else self.silence)
            yield part

    async def __call__(self) -> bytes:
        parts = [part async for part in self]
        if self.ends > 1:
            raise RuntimeError("closed")
        return b"".join(parts)

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.answers.append((status, dict(headers), body))


def asked(line: Line, client: str = "[::1]:5000", **headers: str) -> Any:
    pairs = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return SimpleNamespace(
        method="POST", path="/путь", query_string="a=1", http_version="1.1", scheme="http", server="127.0.0.1:8000",
        client=client, authority=None,
        headers=SimpleNamespace(get=dict(pairs).get, items=lambda: pairs),
    )  # fmt: skip


def run(gate: Gate, scope: Any, line: Line) -> tuple[int, dict[str, str], bytes]:
    async def serve() -> None:
        gate.__rsgi_init__(asyncio.get_running_loop())
        await gate.__rsgi__(scope, line)

    in_a_loop_of_its_own(serve())
    (answer,) = line.answers
    return answer


def in_a_loop_of_its_own(serving: Coroutine[Any, Any, None]) -> None:
    """The browser's may run in this thread."""
    thread = Thread(target=lambda: asyncio.run(serving))
    thread.start()
    thread.join()


def through(
    application: Application, line: Line, scope: Any = None, **settings: Any
) -> tuple[int, dict[str, str], bytes]:
    made = Settings(_env_file=None, secret_key=KEY, **settings)
    length = {"content_length": str(sum(map(len, line.parts)))} if line.parts else {}
    return run(Gate(application, made), scope or asked(line, **length), line)


def test_whole_request_reaches_the_application_and_its_answer_goes_back_in_one_piece() -> None:
    application, line = Application(), Line([b"ab", b"c"])
    scope = asked(line, content_length="3", content_type="text/x", cookie="a=1, 2", x_two="1")
    scope.headers.items().extend([("cookie", "b=2"), ("x-two", "2"), ("x_two", "forged"), ("content_length", "9")])
    status, headers, body = through(application, line, scope)
    (seen,) = application.seen
    assert (status, headers, body, application.closed) == (207, {"X-Here": "yes"}, b"parts", 1)
    assert seen["body"] == b"abc"
    assert (seen["CONTENT_LENGTH"], seen["CONTENT_TYPE"]) == ("3", "text/x")
    assert (seen["HTTP_COOKIE"], seen["HTTP_X_TWO"]) == ("a=1, 2; b=2", "1,2")
    assert seen["PATH_INFO"].encode("latin-1").decode() == "/путь"
    assert (seen["REMOTE_ADDR"], seen["SERVER_PORT"]) == ("::1", "8000")


def test_body_in_chunks_is_taken_with_the_length_that_it_had() -> None:
    application, line = Application(), Line([b"x" * 40_000] * 3)
    through(application, line, asked(line, transfer_encoding="chunked"))
    assert application.seen[0]["CONTENT_LENGTH"] == "120000"
    assert application.seen[0]["body"] == b"x" * 120_000


@pytest.mark.parametrize(
    ("line", "headers"),
    [
        (Line([b"abc"], ends=2), {"content_length": "10"}),
        (Line([b"abc"], ends=1), {"content_length": "100000"}),
        (Line([b"abc"], ends=2), {"content_length": "100000"}),
        (Line([b"abc"], ends=2), {"transfer_encoding": "chunked"}),
    ],
)
def test_body_that_breaks_off_never_reaches_the_application(line: Line, headers: dict[str, str]) -> None:
    application = Application()
    assert through(application, line, asked(line, **headers))[0] == 400
    assert application.seen == []


def test_body_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    application, line = Application(), Line([b"x"] * 30, pause=0.1)
    status, headers, said = through(application, line, web_body_seconds=1)
    assert (status, headers["connection"], application.seen) == (408, "close", [])
    assert b"too long" in said
    monkeypatch.setattr(gates, "SLOWEST", 2)  # what comes fast enough is given the time it needs
    steady = Line([b"x"] * 15, pause=0.1)
    assert through(application, steady, asked(steady, transfer_encoding="chunked"), web_body_seconds=1)[0] == 207


def test_body_that_came_fast_at_first_is_not_waited_for_any_longer_than_another() -> None:
    application, line = Application(), Line([b"x" * 500_000], silence=4.0)
    assert through(application, line, asked(line, content_length="1000000"), web_body_seconds=1)[0] == 408
    assert application.seen == []


def test_body_of_crumbs_is_given_up() -> None:
    application, line = Application(), Line([b"x"] * 400)
    assert through(application, line, asked(line, transfer_encoding="chunked"))[0] == 408
    assert application.seen == []


@pytest.mark.parametrize("chunked", [False, True])
def test_body_that_is_too_large_is_refused_in_the_applications_words(chunked: bool) -> None:
    application, line = Application(), Line([b"x" * MIB, b"y"])
    length = {"transfer_encoding": "chunked"} if chunked else {"content_length": str(MIB + 1)}
    headers = through(application, line, asked(line, **length))[1]
    (seen,) = application.seen
    assert (seen[gates.REFUSED], seen["body"], headers["connection"]) == (413, b"", "close")


def test_upload_may_be_larger_than_another_body() -> None:
    application, line = Application(), Line([b"x" * MIB, b"y"])
    through(application, line, asked(line, content_length=str(MIB + 1), content_type="multipart/form-data; boundary=x"))
    assert len(application.seen[0]["body"]) == MIB + 1


def test_uploads_under_way_have_a_limit_together_and_short_bodies_always_find_room() -> None:
    gate = Gate(Application(), SETTINGS)
    gate._room = Room(together=100_000, each=100_000)

    def ask(size: int) -> int:
        line = Line([b"x" * size])
        return run(gate, asked(line, content_length=str(size)), line)[0]

    assert [ask(64 * 1024), ask(160_000), ask(170_000), ask(64 * 1024), ask(160_000)] == [207, 207, 503, 207, 207]
    assert gate._room.held == 0


def test_body_that_was_refused_leaves_no_more_room_than_there_was() -> None:
    gate, line = Gate(Application(), SETTINGS), Line([b"x" * MIB, b"x" * MIB])
    run(gate, asked(line, transfer_encoding="chunked"), line)
    assert gate._room.held == 0


def test_network_has_room_for_one_upload_until_it_is_answered_and_others_find_theirs() -> None:
    gate, held = Gate(Application(), SETTINGS), list[int]()
    gate._room = Room(together=400_000, each=150_000)
    of_one, of_another = "[2001:db8::1]:5000", "[2001:db8:0:1::1]:5000"
    bodies = [(of_one, 200_000, 0.5), ("[2001:db8::2]:5000", 200_000, 0), (of_another, 200_000, 0), (of_one, 60_000, 0)]
    lines = [(of, Line([b"x" * size], silence=silence)) for of, size, silence in bodies]
    whole = gate._application

    def looks(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        held.append(gate._room.held)
        return whole(environ, start)

    async def serve() -> None:
        gate.__rsgi_init__(asyncio.get_running_loop())
        first, *others = [(asked(line, of, transfer_encoding="chunked"), line) for of, line in lines]
        under_way = asyncio.create_task(gate.__rsgi__(*first))
        await asyncio.sleep(0.1)
        for each in others:
            await gate.__rsgi__(*each)
        await under_way

    gate._application = looks
    in_a_loop_of_its_own(serve())
    assert [line.answers[0][0] for _, line in lines] == [207, 503, 207, 207]
    long = 200_000 - gates.SHORT
    assert held == [2 * long, long, long]
    assert gate._room.held == 0


def test_application_that_fails_answers_500_and_the_gate_goes_on() -> None:
    def fails(_environ: WSGIEnvironment, _start: StartResponse) -> Iterable[bytes]:
        raise ValueError("secret")

    line = Line()
    assert run(Gate(fails, SETTINGS), asked(line), line)[0] == 500
