"""P31: beside connections that send or read slowly, or not at all, a visitor is answered as ever, at every entry point; and beside a
network that asks for hundreds of pages at one moment a visitor from another waits for a few of them, and who watches for none.
"""

import re
import sys
import time
from collections.abc import Iterable, Iterator
from http.client import HTTPConnection
from urllib.request import urlopen

import pytest

from marketplace.core.db import transaction
from marketplace.settings import Settings
from tests.builders import installation
from tests.builders.installation import Installation, installed
from tests.builders.programmes import a_programme
from tests.proof.plugin import Proof
from tests.proof.slow.crowd import HALF_BYTES, MANNERS, crowd

SLOW = [name for name, manner in MANNERS.items() if not (manner.again or manner.fast)]

# One page of each entry point, a till's, and what they say to a stranger; a static file is visited, too.
TILL = f"/partner/somebody/tills/{'0' * 26}"  # a token by its form, so that the page itself is reached
VISITED = {
    "/": 200, "/sign-in": 200, "/console/": 302, "/partner/": 302, TILL: 302, "/api/v1/offers": 401,
    "/api/v1/terminal/package": 405, "/hooks/stripe": 405, "/metrics": 404, "/healthz": 200, "/readyz": 200,
}  # fmt: skip
PATIENCE_SECONDS = 3
SETTLING_SECONDS = 2
TIMES_QUIET = 2
TRIES = 3  # what else the machine does may make some visits late, but not each time
# In the small form, beside other tests on the same machine, times are compared with room to spare.
ROOM_SECONDS = 1.0
# So many ask for these at one moment, from the address of this machine; meanwhile somebody visits from another one.
HURRIED, CROWDED = 200, ["/", "/sign-in"]
STRANGER, WATCHED = "127.0.0.2", ("/", "/healthz")
# So many send half an upload fast and then nothing, where an upload may be this large; four of them would fill the room of all.
FAST, UPLOAD_BYTES = 12, 2 * HALF_BYTES
POSTED, POSTED_BYTES = "/api/v1/orders", 100 * 1024
REQUESTS_UNDER_WAY = 10  # requests that are under way when somebody comes, and share the processor with his


def old_server(settings: Settings) -> list[str]:
    """The same server with the thread taken before the body is read."""
    options = ["--interface", "wsgi", "--host", settings.host, "--port", str(settings.port), "--no-ws"]
    options += ["--blocking-threads", str(settings.web_threads), "--log-level", "warning"]
    return [sys.executable, "-m", "granian", *options, "wsgi:app"]


@pytest.fixture(scope="module")
def empty_shop() -> Iterator[Installation]:
    """A shop without a web server."""
    with installed(MAX_UPLOAD_BYTES=str(UPLOAD_BYTES)) as shop:
        with shop.app.app_context(), transaction():
            a_programme(hosts=("127.0.0.1",))
        yield shop


@pytest.fixture
def open_shop(empty_shop: Installation) -> Iterator[Installation]:
    """The same, closed after the test whatever happened; the test opens it."""
    yield empty_shop
    empty_shop.kill("web")


def visit(port: int, path: str, *, of: str = "127.0.0.1") -> float:
    """Seconds until a visitor with the address `of` has the whole page. Raises TimeoutError."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS, source_address=(of, 0))
    began = time.perf_counter()
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == VISITED.get(path, 200), (path, answer.status)
        return time.perf_counter() - began
    finally:
        connection.close()


def post(port: int) -> int:
    """The status that a stranger's body of a hundred kilobytes gets."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS, source_address=(STRANGER, 0))
    try:
        connection.request("POST", POSTED, b" " * POSTED_BYTES, {"Content-Type": "application/json"})
        return connection.getresponse().status
    finally:
        connection.close()


def large(port: int) -> str:
    """The style sheet: more than the system keeps for a connection that is not read."""
    with urlopen(f"http://127.0.0.1:{port}/") as page:
        return re.findall(r'href="(/static/\S+?\.css)"', page.read().decode())[0]


def p95(port: int, rounds: int, *, of: str = "127.0.0.1", paths: Iterable[str] = VISITED) -> dict[str, float]:
    """The time that 19 of 20 visits do not exceed, by path; the paths take turns."""
    times: dict[str, list[float]] = {path: [] for path in paths}
    for _ in range(rounds):
        for path, held in times.items():
            held.append(visit(port, path, of=of))
    return {path: sorted(held)[min(rounds - 1, round(rounds * 0.95))] for path, held in times.items()}


@pytest.mark.proof("P31")
def test_visitor_is_answered_as_ever_beside_slow_connections(open_shop: Installation, proof: Proof) -> None:
    port, rounds, how_many = open_shop.port, proof.size(4, 40), proof.size(12, 200)
    open_shop.start("web")
    visited = [*VISITED, large(port)]
    p95(port, 2, paths=visited)
    room = 0.0 if proof.full else ROOM_SECONDS
    for manners in ([[manner] for manner in SLOW] if proof.full else []) + [SLOW]:
        name = manners[0] if len(manners) == 1 else "all at once"
        proof.count("slow connections", how_many * len(manners))
        for _ in range(TRIES):
            before = p95(port, rounds, paths=visited)
            with crowd(port, manners, list(VISITED), large(port), how_many):
                time.sleep(proof.size(1, SETTLING_SECONDS))
                beside = p95(port, rounds, paths=visited)
            quiet = {path: max(before[path], later) for path, later in p95(port, rounds, paths=visited).items()}
            late = {path: (beside[path], at) for path, at in quiet.items() if beside[path] > TIMES_QUIET * at + room}
            if not late:
                break
        assert not late, f"beside {how_many} of {name}: {late}"
        proof.figure(f"{name} {max(beside[path] / at for path, at in quiet.items()):.2f} × quiet")


@pytest.mark.proof("P31", control=True)
def test_server_that_takes_the_thread_first_answers_nobody(
    open_shop: Installation, monkeypatch: pytest.MonkeyPatch, proof: Proof
) -> None:
    with monkeypatch.context() as patch:
        patch.setitem(installation.COMMANDS, "web", old_server)
        open_shop.start("web")
    visit(open_shop.port, "/healthz")
    with crowd(open_shop.port, ["silent body"], ["/sign-in"], "", 4):
        time.sleep(0.5)
        with pytest.raises(TimeoutError):
            visit(open_shop.port, "/healthz")
    proof.figure("4 silent bodies stop it")


@pytest.mark.proof("P31")
def test_beside_bodies_that_came_fast_and_then_no_more_others_are_taken(open_shop: Installation, proof: Proof) -> None:
    open_shop.start("web")
    assert post(open_shop.port) == 401, "it is taken, and says who it is for"
    with crowd(open_shop.port, ["fast, then silent"], list(VISITED), "", FAST):
        time.sleep(1)
        for path in VISITED:
            visit(open_shop.port, path)
        assert {post(open_shop.port) for _ in range(proof.size(4, 40))} == {401}
    proof.figure(f"{FAST} fast, then silent: bodies of others are taken")


@pytest.mark.proof("P31", control=True)
def test_where_one_network_may_take_all_the_room_others_are_refused(open_shop: Installation, proof: Proof) -> None:
    open_shop.start("web", module="tests.proof.slow.undivided")
    with crowd(open_shop.port, ["fast, then silent"], list(VISITED), "", FAST):
        time.sleep(1)
        assert post(open_shop.port) == 503
    proof.figure(f"with room undivided {FAST} of them keep everybody's bodies out")


@pytest.mark.proof("P31")
def test_beside_hundreds_of_requests_from_one_network_another_waits_for_a_few(
    open_shop: Installation, proof: Proof
) -> None:
    port, rounds = open_shop.port, proof.size(8, 40)
    open_shop.start("web")
    p95(port, 2)
    room = 0.0 if proof.full else ROOM_SECONDS
    for _ in range(TRIES):
        quiet = p95(port, rounds, of=STRANGER, paths=WATCHED)
        with crowd(port, ["hurried"], CROWDED, "", HURRIED):
            time.sleep(1)
            beside = p95(port, rounds, of=STRANGER, paths=WATCHED)
        page, health = (beside[path] / quiet[path] for path in WATCHED)
        if (
            beside["/healthz"] <= TIMES_QUIET * quiet["/healthz"] + room
            and beside["/"] <= REQUESTS_UNDER_WAY * quiet["/"] + room
        ):
            break
    else:
        pytest.fail(f"beside {HURRIED} from one network: {beside}, quiet {quiet}")
    proof.figure(f"{HURRIED} at once: another network's page {page:.1f} × quiet, health {health:.1f} × quiet")


@pytest.mark.proof("P31", control=True)
def test_with_one_line_for_all_a_visitor_waits_for_the_whole_crowd(
    open_shop: Installation, monkeypatch: pytest.MonkeyPatch, proof: Proof
) -> None:
    with monkeypatch.context() as patch:
        patch.setitem(installation.COMMANDS, "web", old_server)
        open_shop.start("web")
    quiet = p95(open_shop.port, 3, of=STRANGER, paths=WATCHED)
    with crowd(open_shop.port, ["hurried"], CROWDED, "", HURRIED):
        time.sleep(1)
        try:
            beside = p95(open_shop.port, 3, of=STRANGER, paths=["/healthz"])["/healthz"]
        except TimeoutError:
            beside = float(PATIENCE_SECONDS)
    assert beside > TIMES_QUIET * quiet["/healthz"], "the limit of the proof itself"
    proof.figure(f"one line for all: health {beside / quiet['/healthz']:.0f} × quiet")
