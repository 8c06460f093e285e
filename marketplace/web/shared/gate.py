"""Between server and application: a request takes a thread when it is whole, and leaves it before its answer is sent.

Granian reads heads and sends answers outside Python. Here, in its event loop, bodies are awaited, within limits of
size, time and room. So anyone who sends or reads slowly, or not at all, holds a connection, and no thread.
No body is ever written to a file: it may hold codes. What is long keeps its room until it has been answered; a network has
room for one upload of the greatest size.

Requests that are whole wait for a thread by turns of their networks, so anyone who sends many waits for his own. A network has never
all threads, and what watches the process has threads of its own.
"""

import asyncio
import logging
import resource
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from functools import partial
from io import BytesIO
from threading import Thread
from typing import IO, Protocol
from wsgiref.types import WSGIApplication, WSGIEnvironment

from marketplace.core import faults
from marketplace.settings import Settings
from marketplace.web.shared import proxies
from marketplace.web.shared.networks import network_of
from marketplace.web.shared.room import NoRoom, Room
from marketplace.web.shared.turns import Full, Turns
from marketplace.web.shared.wsgi_call import Answer, Scope, call, environment

SHORT = 64 * 1024  # a longer body is counted: all of them together have a limit
SLOWEST = 4096  # bytes a second that are given more time, which nobody can save up
SMALL, SMALL_PARTS = 64, 256  # parts smaller than this cost more than they bring, so a body has few of them
UPLOADS = 2  # so many of the greatest size may be under way in a process
FILES = 256  # that a process holds besides
UPLOAD = "multipart/form-data"
# Under this name the environment says with which status the application must refuse, in its own words.
REFUSED = "vitrina.refused"
NO_MORE = [("connection", "close"), ("content-type", "text/plain"), ("cache-control", "no-store")]
LATER = [*NO_MORE, ("retry-after", "2")]
WORDS = {
    400: b"The request broke off. Nothing was changed.\n",
    408: b"The request took too long to arrive. Nothing was changed.\n",
    503: b"Too many uploads are under way. Nothing was changed; try again in a minute.\n",
}
CROWDED = b"Too many requests from your network are waiting. Nothing was changed; try again in a few seconds.\n"
log = logging.getLogger("marketplace.web")


class Connection(Protocol):
    """The server's side of a request (RSGI 1.x): parts of the body come out of it, the answer goes into it."""

    def __call__(self) -> Awaitable[bytes]:
        """The whole body. Raises RuntimeError where it breaks off."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """The parts; an empty one follows the last, two where the body was broken off."""

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        """Answer, from any thread; the server sends it in its own time."""


# A request that may take a thread, where its answer goes, and whom to tell that it has gone.
Whole = tuple[WSGIEnvironment, Connection, Callable[[], object]]
Hold = Callable[[int], None]  # told of the bytes that a request holds; raises NoRoom


class Refused(Exception):
    """The body is not taken; `status` says why. Few words and no thread: anyone who wants to be a burden gets here often."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class TooLarge(Exception):
    """The body is longer than such a body may be."""


class Gate:
    """An application for granian's RSGI interface, made of one for WSGI. The paths `apart` have a thread each that nothing else takes."""

    def __init__(self, application: WSGIApplication, settings: Settings, apart: Iterable[str] = ()) -> None:
        self._application = application
        self._trusted = settings.trusted_proxies
        threads, share = settings.web_threads, settings.web_share
        # One thread more than a network may hold, so that another's request need not wait until one of its many has ended.
        self._turns: Turns[Whole] = Turns(running=threads, all_together=share)
        self._apart: dict[str, Turns[Whole]] = {path: Turns(running=1, all_together=share) for path in apart}
        self._threads = [*[self._turns] * (threads + 1), *self._apart.values()]
        self._connections, self._seconds = settings.web_connections, settings.web_body_seconds
        self._upload, self._body = settings.max_upload_bytes, min(settings.web_body_bytes, settings.max_upload_bytes)
        self._room = Room(together=UPLOADS * settings.max_upload_bytes, each=settings.max_upload_bytes)

    def __rsgi_init__(self, _loop: asyncio.AbstractEventLoop) -> None:
        """Before a process serves: start the threads, and have the system let it hold so many connections."""
        for number, turns in enumerate(self._threads):
            Thread(target=self._work, args=(turns,), name=f"web-{number}", daemon=True).start()
        wanted, (soft, hard) = FILES + self._connections, resource.getrlimit(resource.RLIMIT_NOFILE)
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        if soft != resource.RLIM_INFINITY and soft < most:
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))

    async def __rsgi__(self, scope: Scope, connection: Connection) -> None:
        """Answer one request."""
        environ = environment(scope)
        network = network_of(proxies.address(environ, self._trusted))
        with self._room.share(network) as hold:
            try:
                await self._take_body(scope, connection, environ, hold)
                await self._answered(scope.path, network, environ, connection)
            except Refused as error:
                connection.response_bytes(error.status, NO_MORE, WORDS[error.status])
            except Full:
                environ["wsgi.input"].close()
                connection.response_bytes(503, LATER, CROWDED)

    async def _take_body(self, scope: Scope, connection: Connection, environ: WSGIEnvironment, hold: Hold) -> None:
        """Read the body, if there is one, into the environment. Raises Refused."""
        said = scope.headers.get("content-length")
        if not said and not scope.headers.get("transfer-encoding"):
            return
        try:
            body, length = await self._read(scope, connection, said, hold)
            environ |= {"wsgi.input": body, "CONTENT_LENGTH": str(length)}
        except TooLarge:  # people meet this one, so it gets a page
            environ[REFUSED] = 413

    async def _answered(self, path: str, network: str, environ: WSGIEnvironment, connection: Connection) -> None:
        """Let a whole request wait for its turn and be answered. Raises Full."""
        loop = asyncio.get_running_loop()
        done = loop.create_future()
        whole = (environ, connection, partial(loop.call_soon_threadsafe, done.set_result, None))
        self._apart.get(path, self._turns).put(network, whole)
        await done

    def _work(self, turns: Turns[Whole]) -> None:
        """What a thread does."""
        while True:
            network, (environ, connection, done) = turns.take()
            try:
                with environ["wsgi.input"]:
                    self._answer(environ, connection)
            finally:
                turns.done(network)
                done()

    def _answer(self, environ: WSGIEnvironment, connection: Connection) -> None:
        """Ask the application, and hand over what it says."""
        try:
            answer = call(self._application, environ)
        except Exception as error:
            log.error("the application failed: %s", faults.trace(error))
            answer = Answer()
        if REFUSED in environ:  # the rest of the body is still to come, and nobody will read it
            answer.headers.append(("connection", "close"))
        connection.response_bytes(answer.status, answer.headers, answer.body)

    async def _read(self, scope: Scope, connection: Connection, said: str | None, hold: Hold) -> tuple[IO[bytes], int]:
        """The body, ready to be read, and its length. Raises Refused and TooLarge."""
        most = self._most(scope)
        if said and int(said) > most:  # the server has seen to it that it is a number
            raise TooLarge
        try:
            async with asyncio.timeout(self._seconds) as time:
                if said and int(said) <= SHORT:
                    body = await connection()
                    return BytesIO(body), len(body)
                return await self._read_long(connection, said, most, time, hold)
        except TimeoutError:
            raise Refused(408) from None
        except RuntimeError:  # what the server raises when a body breaks off
            raise Refused(400) from None
        except NoRoom:  # a short body always finds room
            raise Refused(503) from None

    async def _read_long(
        self, connection: Connection, said: str | None, most: int, time: asyncio.Timeout, hold: Hold
    ) -> tuple[IO[bytes], int]:
        """The same, part by part."""
        body, now = BytesIO(), asyncio.get_running_loop().time
        taken = parts = ends = 0
        async for part in connection:
            taken, parts, ends = taken + len(part), parts + 1, ends + (not part)
            if parts > SMALL_PARTS + taken // SMALL:
                raise Refused(408)
            if taken > most:
                raise TooLarge
            if taken > SHORT:
                hold(taken - SHORT)
            # Whoever was fast may then be silent for as long as anybody, and no longer.
            time.reschedule(min((time.when() or 0.0) + len(part) / SLOWEST, now() + self._seconds))
            body.write(part)
        if ends > 1 or (said and taken != int(said)):
            raise Refused(400)
        body.seek(0)
        return body, taken

    def _most(self, scope: Scope) -> int:
        """The bytes that a body may have: an upload more than anything else."""
        return self._upload if (scope.headers.get("content-type") or "").lower().startswith(UPLOAD) else self._body
