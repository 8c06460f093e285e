"""A database server's folder with the tables of a shop in it: made once a process, copied for each shop with a server of its own."""

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
from marketplace.core.postgres import NOT_DURABLE, Server
from marketplace.settings import Settings


def copied_to(folder: Path) -> None:
    """Put a copy of it where nothing is yet, for a server that is not running."""
    subprocess.run(["cp", "--archive", str(_made()), str(folder)], check=True)


@cache
def _made() -> Path:
    folder = Path(tempfile.mkdtemp(prefix=f"vitrina-cluster-{os.getpid()}-"))
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
    return folder / "postgres"


def _remove(folder: Path, process: int) -> None:
    """Not by a process that this one has forked."""
    if os.getpid() == process:
        shutil.rmtree(folder, ignore_errors=True)
