"""Sends the crowd: `bench.client` in a process of its own, so that its work is the system's to share out, not ours."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

CLIENT = Path(__file__).with_name("client.py")


class WrongAnswers(Exception):
    """The server gave other answers than were expected: what was measured is not what was meant."""


@dataclass(frozen=True)
class Load:
    """What a crowd saw: answers a second, and how long half, 95 and 99 of a hundred took at most, in milliseconds."""

    rate: float
    requests: int
    p50: float
    p95: float
    p99: float
    shares: dict[str, float] = field(default_factory=dict)  # see bench.shares


def load(port: int, **spec: Any) -> Load:
    """Let a crowd ask; see bench.client for what can be said of it. Raises WrongAnswers."""
    asked = json.dumps({"port": port} | spec)
    done = subprocess.run([sys.executable, "-I", str(CLIENT)], input=asked, capture_output=True, text=True, check=False)
    if done.returncode:
        raise WrongAnswers(f"the client ended: {done.stderr.strip().splitlines()[-1:]}")
    found = json.loads(done.stdout)
    if found["wrong"] or not found["requests"]:
        raise WrongAnswers(f"{spec.get('paths', [''])[0]}: {found['requests']} good answers, others {found['wrong']}")
    return Load(found["rate"], found["requests"], *(1000 * found[name] for name in ("p50", "p95", "p99")))


def told(loads: Sequence[Load]) -> dict[str, Any]:
    """What is kept of several loads beside their rates: the middle of their times, and of who used the processors."""
    times = {f"{name}_ms": round(median(getattr(load, name) for load in loads), 1) for name in ("p50", "p95", "p99")}
    return times | {"shares": {who: median(load.shares[who] for load in loads) for who in loads[0].shares}}
