"""`python -m bench [KEY …] [--whole]`: measure, print the table, write bench/latest.json and the picture."""

import argparse
import time
import traceback
from collections.abc import Callable
from contextlib import ExitStack

from bench import banks, broker, expiry, files, growth, pages, picture, processes, redeem, report, settling, terminal
from bench.bench import Bench, say
from bench.keys import KEYS, Found

MEASURE: dict[str, Callable[[Bench], Found]] = {
    "redeem_http_8": redeem.http_8,
    "redeem_http_32": redeem.http_32,
    "redeem_hot_offer": redeem.hot_offer,
    "redeem_hot_member": redeem.hot_member,
    "reveal_http_8": redeem.reveal,
    "terminal_redeem_8": terminal.redeem_8,
    "shop_html_8": pages.shop_html,
    "offers_json_8": pages.offers_json,
    "shop_search_8": pages.shop_search,
    "workers_2_to_1": processes.workers,
    "memory_web": processes.memory,
    "codes_load": files.codes_load,
    "catalogue_publish": files.catalogue_publish,
    "accrual_load": files.accrual_load,
    "accrual_again": files.accrual_again,
    "camt_file": banks.camt_file,
    "match_banks": banks.match_banks,
    "statement_partner": settling.statement_partner,
    "month_close": settling.month_close,
    "expiry": expiry.expiry,
    "broker_pgmq": broker.broker,
    "growth_order": growth.order,
    "growth_search": growth.search,
    "growth_history": growth.history,
}


def main() -> None:
    """Measure what is asked for. A goal that is missed is told in the table; only a key that cannot be measured is a failure."""
    arguments = _arguments()
    began, lines, failed = time.monotonic(), {}, []
    with ExitStack() as stack:
        bench = Bench(stack, whole=arguments.whole, scale=arguments.scale)
        for name in arguments.keys or MEASURE:
            since = time.monotonic()
            try:
                lines[name] = MEASURE[name](bench).line(name)
            except Exception:
                traceback.print_exc()
                failed.append(name)
                continue
            say(
                f"{name}: {lines[name]['ours']:,} of {lines[name]['limit']:,} {KEYS[name].unit}, {time.monotonic() - since:.0f} s"
            )
            if arguments.scale == 1.0:
                picture.draw(report.write(lines))
    print(report.table(lines))
    print(
        f"{time.monotonic() - began:.0f} s; missed: {', '.join(name for name, line in lines.items() if not line['met']) or 'none'}"
    )
    if failed:
        raise SystemExit(f"could not be measured: {', '.join(failed)}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("keys", nargs="*", metavar="KEY", help=f"some of {', '.join(MEASURE)}; all when left out")
    parser.add_argument(
        "--whole", action="store_true", help="work through whole millions in each round, not through tenths"
    )
    parser.add_argument(
        "--scale", type=float, default=1.0, help="a rehearsal with this part of the data; its figures are not kept"
    )
    parsed = parser.parse_args()
    unknown = set(parsed.keys) - set(MEASURE)
    if unknown:
        parser.error(f"no such key: {', '.join(sorted(unknown))}")
    return parsed


if __name__ == "__main__":
    main()
