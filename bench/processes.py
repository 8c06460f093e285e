"""The web server's own processes: two against one, and what one of them holds on to."""

from pathlib import Path

from bench.bench import ROUNDS, WEB, Bench, say
from bench.keys import Found
from bench.load import Load, told
from bench.redeem import order_load

REQUESTS = 100_000
MIB = 1024


def workers(bench: Bench) -> Found:
    """Orders by 32 clients, served by two processes and by one."""
    alone, both = list[Load](), list[Load]()
    for _ in range(ROUNDS):
        for processes, loads in ((1, alone), (2, both)):
            bench.serve(processes)
            loads.append(order_load(bench, 32, warm=2.0))
    bench.serve(int(WEB))
    return Found([load.rate for load in both], [load.rate for load in alone], told(both))


def memory(bench: Bench) -> Found:
    """What a single process holds after 100,000 requests of all sorts; at the start it has answered one in a hundred of them."""
    bench.serve(1)
    most = bench.many(REQUESTS)
    _requests(bench, most // 100)
    found = Found([], [_resident(bench)])
    for done in range(1, 5):
        _requests(bench, most // 4)
        say(f"{done * most // 4:,} requests: {_resident(bench):.1f} MiB")
    found.ours.append(_resident(bench))
    bench.serve(int(WEB))
    return found


def _requests(bench: Bench, count: int) -> None:
    """Of a hundred requests one is a page, two are orders, three lists of offers; the rest is small."""
    window, headers = bench.window, {"Authorization": f"Bearer {bench.window.key}"}
    part = max(1, count // 100)
    bench.load(clients=8, warm=0.0, requests=part, paths=["/"], host=window.host, headers={"Cookie": window.cookie})
    order_load(bench, 8, warm=0.0, requests=2 * part)
    bench.load(clients=8, warm=0.0, requests=3 * part, paths=["/api/v1/offers?limit=24"], headers=headers)
    bench.load(clients=8, warm=0.0, requests=94 * part, paths=["/healthz"])


def _resident(bench: Bench) -> float:
    """MiB of the process that answers: the server's only child."""
    server = bench.shop.pid("web")
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    (child,) = [
        each for each in children if "spawn_main" in Path(f"/proc/{each}/cmdline").read_text() or len(children) == 1
    ]
    pages = next(line for line in Path(f"/proc/{child}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(pages.split()[1]) / MIB
