"""What a shop with a server of its own begins with: a database server's folder with its tables in it, and its static files as visitors
get them. Both are made once a process; the first is copied, the second is only read.
"""

import atexit
import os
import secrets
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import psycopg

from marketplace.app import create_app
from marketplace.cli import tables
from marketplace.cli.at_hand import DATABASE
from marketplace.core.db import db
from marketplace.core.places import STATIC
from marketplace.core.postgres import NOT_DURABLE, Server
from marketplace.settings import Settings
from marketplace.web.shared import static

# Not where a test lets temporary files lie for a while.
PLACE = tempfile.gettempdir()


def copied_to(folder: Path) -> None:
    """Put a copy of it where nothing is yet, for a server that is not running."""
    subprocess.run(["cp", "--archive", str(_made() / "postgres"), str(folder)], check=True)


def static_in(folder: Path) -> None:
    """Let a shop that keeps its things in `folder` find its static files there, compressed already."""
    (folder / "static").symlink_to(_made() / "static", target_is_directory=True)


@cache
def _made() -> Path:
    folder = Path(tempfile.mkdtemp(prefix=f"vitrina-cluster-{os.getpid()}-", dir=PLACE))
    folder.chmod(0o711)  # the database's own user passes through
    atexit.register(_remove, folder, os.getpid())
    server = Server.start(folder / "postgres", settings=NOT_DURABLE)
    try:
        with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {DATABASE}")
        settings = Settings(
            _env_file=None, secret_key=secrets.token_urlsafe(48), database_url=server.url(DATABASE), var_dir=folder
        )
        app = create_app(settings, entry_points=())
        with app.app_context():
            tables.upgrade()
            db.engine.dispose()
    finally:
        server.stop()
    static.publish(STATIC, folder / "static" / static.fingerprint(STATIC))
    return folder


def _remove(folder: Path, process: int) -> None:
    """Not by a process that this one has forked."""
    if os.getpid() == process:
        shutil.rmtree(folder, ignore_errors=True)
