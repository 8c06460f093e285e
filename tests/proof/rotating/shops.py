"""The same shop twice: in this process for the small form, with servers and commands of its own for the full one."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, Protocol

import pytest
from flask import Flask

from marketplace.cli import keys, processes
from marketplace.core import vault
from marketplace.settings import ROOT
from tests.builders.installation import Installation, installed
from tests.proof.rotating.looker import Post, Seen, beside


class Shop(Protocol):
    """What the proof asks of a shop."""

    app: Flask

    def keys(self, *command: str) -> tuple[int, str]:
        """`vitrina keys …`: its exit code and what it said."""

    def broken_off(self) -> None:
        """Begin to re-encrypt, and be killed in the middle."""

    def looking(self, key: str, till: str, codes: Mapping[str, str], order: Mapping[str, Any]) -> Callable[[], Seen]:
        """Somebody looks at cards from now on, and a till takes them, each with its key; call what is returned to end it."""


@dataclass
class Here:
    """In this process."""

    app: Flask
    patch: pytest.MonkeyPatch
    set_size: int

    def keys(self, *command: str) -> tuple[int, str]:
        if command == ("rotate",):
            return 0, str(vault.rotate(self.app.config["SETTINGS"].keys_file))
        size = ("--set", str(self.set_size)) if command == ("reencrypt",) else ()
        with self.patch.context() as patch:
            patch.setattr(keys, "at_hand", nullcontext)
            result = self.app.test_cli_runner().invoke(keys.keys, [*command, *size])
        return result.exit_code, result.output

    def broken_off(self) -> None:
        sets, renew = iter(range(3)), keys.rekeying.renew

        def renew_some(*args: Any) -> Any:
            if next(sets, None) is None:
                raise KeyboardInterrupt
            return renew(*args)

        with self.patch.context() as patch:
            patch.setattr(keys.rekeying, "renew", renew_some)
            assert self.keys("reencrypt")[0] != 0

    def looking(self, key: str, till: str, codes: Mapping[str, str], order: Mapping[str, Any]) -> Callable[[], Seen]:
        http = self.app.test_client()

        def by(key: str) -> Post:
            def post(path: str, body: Mapping[str, Any], again: str) -> tuple[int, Any]:
                headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": again}
                try:
                    answer = http.post(f"/api/v1{path}", json=body, headers=headers)
                except Exception as fault:
                    return 500, {"code": type(fault).__name__}
                return answer.status_code, answer.json

            return post

        return beside(by(key), by(till), codes, order)


@dataclass
class There:
    """A whole shop: web server, and commands as the operator gives them."""

    shop: Installation

    @property
    def app(self) -> Flask:
        return self.shop.app

    def keys(self, *command: str) -> tuple[int, str]:
        done = subprocess.run(**self._command(*command), check=False)  # type: ignore[call-overload]
        return done.returncode, done.stdout

    def broken_off(self) -> None:
        with subprocess.Popen(**self._command("reencrypt")) as process:  # type: ignore[call-overload]
            assert process.stdout
            assert "codes" in process.stdout.readline()
            process.kill()

    def looking(self, key: str, till: str, codes: Mapping[str, str], order: Mapping[str, Any]) -> Callable[[], Seen]:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.proof.rotating.looker"], cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, preexec_fn=processes.end_with_parent,
        )  # fmt: skip
        assert process.stdin
        process.stdin.write(
            json.dumps({"port": self.shop.port, "key": key, "till": till, "codes": codes, "order": order}) + "\n"
        )
        process.stdin.flush()
        return lambda: Seen(**json.loads(process.communicate(timeout=60)[0]))

    def _command(self, *command: str) -> dict[str, Any]:
        program = [sys.executable, "-m", "marketplace.cli.main", "keys", *command]
        environment = {"PATH": os.environ.get("PATH", os.defpath), "PYTHONUNBUFFERED": "1"} | self.shop.environment
        out = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        return {"args": program, "env": environment, "cwd": ROOT, "preexec_fn": processes.end_with_parent} | out


@contextmanager
def opened(full: bool, app: Callable[[], Flask], patch: pytest.MonkeyPatch, set_size: int) -> Iterator[Shop]:
    """The shop for the size of the proof; `app` gives the one of the tests."""
    if full:
        with installed() as shop:
            shop.start("web", "worker")
            yield There(shop)
    else:
        here = app()
        vault.install(here.config["SETTINGS"].keys_file)
        yield Here(here, patch, set_size)
