"""What a terminal took without a network comes in: once for each ref, in one call of a database function that also settles conflicts."""

from dataclasses import fields
from datetime import datetime

from marketplace import programmes
from marketplace.core.db import execute
from marketplace.tills import rules as till_rules
from marketplace.tills.errors import named_refusals
from marketplace.tills.offline import passes, rules
from marketplace.tills.offline.packages import named_package
from marketplace.tills.offline.values import Taking
from marketplace.tills.refs import checked_ref
from marketplace.tills.values import Terminal

_SYNC = """SELECT (s.taking).*, s.again FROM terminal_sync(%(terminal)s, %(ref)s, %(asked)s, %(holder)s, %(package)s, %(ends)s,
    %(mark)s, %(value)s, %(from)s, %(until)s, %(amount)s, %(receipt)s, %(taken)s, %(day)s, %(acceptor)s, %(now)s) s"""


def sync(
    of: Terminal, *, ref: str, package: str, shown: str, amount: int, receipt: str = "", taken_at: datetime, now: datetime
) -> Taking:  # fmt: skip
    """Book what a terminal took without a network, whatever the card has become since; the same ref again gives the same answer.

    Args:
        package: the ref of the package under which it was taken.
        shown: the pass that the terminal read. The answer says what of the amount left the card, and what is lost and why.

    Raises:
        BadPass: it is none that we signed. NoPackage: this terminal was not given it.
        TerminalRefUsed: the ref stands for something else. BadTerminalRef.
    """
    said, given = passes.read(shown), named_package(package)
    facts = {
        "terminal": of.id, "ref": checked_ref(ref), "holder": given.holder_id, "package": given.at,
        "ends": given.at + rules.PACKAGE_LASTS,
        "asked": till_rules.asked("sync", package, said.mark.hex(), amount, receipt, taken_at.isoformat()),
        "mark": said.mark, "value": said.value, "from": said.at - rules.SLACK, "until": said.until, "amount": amount, "receipt": receipt,
        "taken": taken_at, "day": programmes.get(of.programme_id).day(taken_at), "acceptor": of.partner_id, "now": now,
    }  # fmt: skip
    with named_refusals():
        row = execute(_SYNC, facts).one()
    return Taking(**{field.name: getattr(row, field.name) for field in fields(Taking)})
