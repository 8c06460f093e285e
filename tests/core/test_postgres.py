"""The server that comes along: made once, found again, mended after a crash, in any folder."""

import os
import signal
import stat
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from marketplace.core import postgres, unprivileged
from marketplace.core.postgres import LONGEST_SOCKET_PATH, SOCKET_NAME, Server, ServerRefused

FAST = {"fsync": "off"}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A data folder whose server, if one was started, is stopped afterwards."""
    data = tmp_path / "data"
    yield data
    if data.exists():
        Server(data, data).stop("immediate")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cluster that was made, started and stopped once."""
    data = tmp_path_factory.mktemp("cluster") / "data"
    Server.start(data, settings=FAST).stop()
    return data


@pytest.fixture
def made(cluster: Path, place: Path) -> Path:
    """The same as `place`, with a copy of that cluster in it: for what is not about its making."""
    subprocess.run(["cp", "-a", cluster, place], check=True)
    return place


def _ask(server: Server, question: str) -> str:
    with psycopg.connect(server.url("postgres")) as connection:
        return str(connection.execute(question).fetchone()[0])


def _process(server: Server) -> int:
    return int((server.data_dir / "postmaster.pid").read_text().split()[0])


def test_second_start_uses_the_server_that_runs(made: Path) -> None:
    first = Server.start(made, settings=FAST)
    process = _process(first)
    assert Server.start(made, settings=FAST) == first
    assert _process(first) == process


def test_no_network_no_other_user_and_no_values_in_the_log(made: Path) -> None:
    server = Server.start(made, settings=FAST)
    assert _ask(server, "SHOW listen_addresses") == ""
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    with psycopg.connect(server.url("postgres")) as connection, pytest.raises(psycopg.errors.DivisionByZero):
        connection.execute("SELECT 1 / 0, 'CANARY-7731'")
    assert "CANARY-7731" not in made.with_name("data.log").read_text()


def test_four_who_start_at_once_get_one_server(place: Path) -> None:
    servers: list[Server] = []
    starters = [threading.Thread(target=lambda: servers.append(Server.start(place, settings=FAST))) for _ in range(4)]
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join()
    assert len(servers) == 4
    assert len(set(servers)) == 1


def test_killed_server_is_started_again_with_its_data(made: Path) -> None:
    server = Server.start(made)
    with psycopg.connect(server.url("postgres")) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    os.kill(_process(server), signal.SIGKILL)
    assert _ask(Server.start(made), "SELECT answer FROM kept") == "42"


def test_process_number_of_somebody_else_in_a_stale_file_does_not_stop_the_start(made: Path) -> None:
    server = Server.start(made, settings=FAST)
    lines = (made / "postmaster.pid").read_text().splitlines()
    server.stop()
    (made / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    assert _ask(Server.start(made, settings=FAST), "SELECT 1") == "1"


def test_interrupted_making_leaves_nothing_that_stands_in_the_way(place: Path) -> None:
    half = place.with_name("data.new")
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    assert _ask(Server.start(place, settings=FAST), "SELECT 1") == "1"
    assert not half.exists()


def test_folder_of_something_else_is_refused_and_untouched(place: Path) -> None:
    place.mkdir()
    (place / "letters.txt").write_text("dear")
    with pytest.raises(ServerRefused, match="not empty"):
        Server.start(place)
    assert (place / "letters.txt").read_text() == "dear"


def test_long_path_gets_a_short_closed_folder_for_its_socket_that_goes_with_the_server(tmp_path: Path) -> None:
    data = tmp_path / ("long " * 20) / "data"
    assert len(os.fsencode(data / SOCKET_NAME)) > LONGEST_SOCKET_PATH
    server = Server.start(data, settings=FAST)
    try:
        assert stat.S_IMODE(server.socket_dir.stat().st_mode) == 0o700
        assert _ask(server, "SELECT 1") == "1"
        assert Server.start(data, settings=FAST).socket_dir == server.socket_dir
    finally:
        server.stop("immediate")
    assert not server.socket_dir.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has another user run the server")
def test_server_of_root_runs_as_nobody_below_a_folder_closed_to_him(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    server = Server.start(closed / "data", settings=FAST)
    try:
        assert Path(f"/proc/{_process(server)}").stat().st_uid == unprivileged.user().pw_uid
        rights = Path(f"/proc/{_process(server)}/status").read_text()
        assert "CapEff:\t0000000000000004" in rights  # to pass folders, and no other right of root's
        assert _ask(server, "SELECT 1") == "1"
    finally:
        server.stop("immediate")


def test_folder_that_nobody_can_be_let_into_is_refused_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(unprivileged, "PASS_FOLDERS", {})
    monkeypatch.setattr(unprivileged, "give", lambda folder: None)
    (tmp_path / "closed").mkdir(mode=0o700)
    with pytest.raises(ServerRefused, match="cannot reach"):
        Server.start(tmp_path / "closed" / "data")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make another's folder")
def test_folder_of_another_user_is_refused(made: Path) -> None:
    os.chown(made, 12345, 12345)
    with pytest.raises(ServerRefused, match="belongs to user 12345"):
        Server.start(made, settings=FAST)


def test_temporary_server_goes_with_its_folder_and_sweeps_after_killed_runs() -> None:
    with postgres.temporary() as kept:
        folder = kept.data_dir.parent
        dead = folder.with_name(folder.name.replace(f"-{os.getpid()}-", "-4194399-"))  # a process that cannot be
        dead.mkdir()
        with postgres.temporary() as other:
            assert other.socket_dir != kept.socket_dir
            assert not dead.exists()
            assert _ask(kept, "SELECT 1") == "1"
    assert not folder.exists()
