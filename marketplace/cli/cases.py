"""`vitrina cases`: letters from a mail server into the desk's queue."""

from typing import BinaryIO

import click
from flask.cli import with_appcontext

from marketplace.core import clock
from marketplace.core.actors import SYSTEM
from marketplace.core.db import transaction
from marketplace.core.errors import Refusal
from marketplace.support import cases as support_cases

# What mail servers understand (sysexits.h): bounce it, or try again later.
NO_USER, DATA_ERROR = 67, 65
SAID = {
    "opened": "opened{case}", "written": "written to{case}", "again": "it was here before{case}",
    "noted": "an email of ours came back, noted{case}", "ignored": "nothing done: {why}",
}  # fmt: skip


@click.group()
def cases() -> None:
    """What members want put right."""


@cases.command()
@click.argument("letter", type=click.File("rb"))
@with_appcontext
def receive(letter: BinaryIO) -> None:
    """Take in one letter (RFC 5322) from a file, or from a mail server's pipe where LETTER is -.

    To a case's own address it is written to that case, else it opens one. Automatic replies and lists never do; a report that an email of ours
    did not arrive is noted with it. The same letter again changes nothing. Ends with 67 where it was sent to no programme's mailbox, with 65 where it cannot be read.
    """
    try:
        with transaction(by=SYSTEM):
            done = support_cases.receive(letter.read(support_cases.LETTER_BYTES_MAX + 1), now=clock.now())
    except support_cases.NoMailbox:
        raise SystemExit(_refused("no programme has a mailbox that it was sent to", NO_USER)) from None
    except Refusal as error:
        raise SystemExit(_refused(error.code, DATA_ERROR)) from None
    case = f" case {done.case.number}" if done.case else ""
    click.echo(SAID[done.outcome].format(case=case, why=done.why))


def _refused(why: str, status: int) -> int:
    click.echo(f"not taken: {why}", err=True)
    return status
