"""Letters of ours that did not arrive: whoever waits for one hears of it, and nothing else comes of it.

A report is believed by a signature alone: that in the address it was sent to, or that in the name of the letter it is about. Both are known to nobody
but whoever has the letter or has carried it, so the worst that a forger does is to say of his own letter that he has not got it.
"""

from datetime import datetime
from email.utils import parseaddr

from marketplace import gifts, mailings, members
from marketplace.mailings import Letter
from marketplace.support.cases import queries
from marketplace.support.cases.acts import answering, merging
from marketplace.support.cases.clocks import desks
from marketplace.support.cases.mail import addresses
from marketplace.support.cases.values import Case


def return_address(letter: Letter, sender: str) -> str:
    """Where mail servers report that a letter did not arrive: a signed address of the desk's mailbox.

    "" where the desk has none, or one of another domain than the sender's: that domain would not vouch for us (RFC 7208).
    """
    mailbox = desks.desk(letter.programme_id).mailbox if letter.programme_id is not None else ""
    same = mailbox.rpartition("@")[2].lower() == parseaddr(sender)[1].rpartition("@")[2].lower()
    return addresses.return_address(mailbox, letter.id) if mailbox and same else ""


def letter_returned(letter: Letter, *, status: str, said: str, now: datetime) -> bool:
    """Take in that a letter did not arrive; returns whether that is news. The desk sees it with the letter, a gift's giver is told, on a case it is noted;
    an address that does not exist is known as one that letters do not reach.

    Args:
        status: as in RFC 3463, or "".
        said: the mail server's own words.
    """
    if not mailings.note_returned(letter, status=status, said=said, now=now):
        return False
    if letter.programme_id is not None and mailings.nobody_there(status, said):
        members.note_unreachable(letter.programme_id, letter.recipient, now=now)
    kind, _, number = letter.ref.partition(":")
    gift = gifts.of_letter(int(number)) if kind == "gift" and number.isdigit() else None
    if gift is not None:
        gifts.note_bounced(gift, now=now)
    case = case_of(letter)
    if case is not None:
        answering.note_undelivered(merging.held_target(case), said, ref=f"returned:{letter.id}", now=now)
    return True


def case_of(letter: Letter) -> Case | None:
    """The case that a letter of ours was about."""
    kind, _, number = letter.ref.partition(":")
    if kind != "case" or not number.isdigit():
        return None
    return queries.case_by_id(queries.event(int(number)).case_id)
