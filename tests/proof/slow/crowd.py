"""People and programs on bad lines: connections that send a head, a body, or read an answer slowly or not at all; and a crowd that
asks for pages like anybody, again and again, all at one moment.

A process of its own, so that it costs anyone who measures nothing. Anyone who is hung up on comes back.

    with crowd(port, ["silent body"], ["/", "/sign-in"], "/static/…", 200) as slow:
        ...
"""

import json
import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

TICKS = 50  # a second; each looks after a part of the crowd, so that each connection has its turn once a second
HOST = "Host: 127.0.0.1\r\n"
LENGTH = "Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n"
CHUNKED = "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
LONG_JSON = "Content-Type: application/json\r\nContent-Length: 1000000\r\n\r\n"
PIPELINED = 3
HALF_BYTES = 512 * 1024  # of the greatest upload; the first 64 KiB of a body are not counted
FAST_BYTES = HALF_BYTES + 64 * 1024
READ = 1 << 20


@dataclass(frozen=True)
class Manner:
    """How a connection behaves: what it says at once, and what it adds at each turn, or that it asks again once it is answered.

    One that is `fast` sends more at once than most others together, and stays away where it is hung up on.
    """

    begins: str
    adds: str = ""
    again: bool = False
    fast: bool = False


MANNERS = {
    "silent": Manner(""),
    "silent in the head": Manner("GET {path} HTTP/1.1\r\n" + HOST),
    "trickling head": Manner("GET {path} HTTP/1.1\r\n" + HOST + "X-Slow: ", adds="x"),
    "silent body": Manner("POST {path} HTTP/1.1\r\n" + HOST + LENGTH),
    "trickling body": Manner("POST {path} HTTP/1.1\r\n" + HOST + LENGTH, adds=" "),
    "trickling chunks": Manner("POST {path} HTTP/1.1\r\n" + HOST + CHUNKED, adds="1\r\n \r\n"),
    "fast, then silent": Manner("POST {path} HTTP/1.1\r\n" + HOST + LONG_JSON + " " * FAST_BYTES, fast=True),
    "hurried": Manner("GET {path} HTTP/1.1\r\n" + HOST + "\r\n", again=True),
    "no reader": Manner(("GET {large} HTTP/1.1\r\n" + HOST + "\r\n") * PIPELINED),
}


@contextmanager
def crowd(port: int, manners: Sequence[str], paths: Sequence[str], large: str, how_many: int) -> Iterator[None]:
    """So many connections of each manner, to the paths in turn (or to what is large), kept up while the block runs."""
    spec = json.dumps(
        {"port": port, "manners": list(manners), "paths": list(paths), "large": large, "how_many": how_many}
    )
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__)), spec], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == b"here\n"
        yield
    finally:
        process.stdin.close()
        process.stdout.close()
        process.wait(10)


class Line:
    """One connection."""

    def __init__(self, port: int, manner: Manner, path: str, large: str) -> None:
        self._to, self._manner = ("127.0.0.1", port), manner
        self._begins = manner.begins.format(path=path, large=large).encode()
        with suppress(OSError) if manner.fast else nullcontext():  # it may be refused before it has said all
            self._connect()

    def turn(self) -> None:
        """Add what it adds; come back if it was hung up on."""
        if self._manner.fast:
            return
        try:
            if self._manner.again:
                if not self._socket.recv(READ):
                    raise ConnectionError
                self._socket.sendall(self._begins)
            elif self._manner.adds:
                self._socket.send(self._manner.adds.encode())
            elif self._socket.recv(1, socket.MSG_PEEK) == b"":
                raise ConnectionError
        except BlockingIOError:
            return
        except OSError:
            self._socket.close()
            self._connect()

    def _connect(self) -> None:
        self._socket = socket.socket()
        if not (self._manner.again or self._manner.fast):
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        self._socket.settimeout(5)
        self._socket.connect(self._to)
        self._socket.sendall(self._begins)
        self._socket.setblocking(False)


def main(port: int, manners: Sequence[str], paths: Sequence[str], large: str, how_many: int) -> None:
    """Keep the crowd up until standard input is closed."""
    lines = [
        Line(port, MANNERS[name], paths[number % len(paths)], large) for name in manners for number in range(how_many)
    ]
    sys.stdout.write("here\n")
    sys.stdout.flush()
    tick = 0
    while not select.select([sys.stdin], [], [], 0)[0]:
        time.sleep(1 / TICKS)
        for line in lines[tick % TICKS :: TICKS]:
            line.turn()
        tick += 1


if __name__ == "__main__":
    main(**json.loads(sys.argv[1]))
