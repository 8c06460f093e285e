"""Letters that come in: to a case's own address they are written to that case, others open one; what nobody has written does neither."""

from datetime import datetime
from typing import Literal, NamedTuple

from marketplace import mailings, members, programmes
from marketplace.core import emails, formats
from marketplace.programmes import Programme
from marketplace.support.cases import queries
from marketplace.support.cases.acts import merging, opening
from marketplace.support.cases.clocks import desks
from marketplace.support.cases.errors import CaseChanged, NoCase, NoMailbox
from marketplace.support.cases.mail import addresses, crowding, letters, returning
from marketplace.support.cases.mail.letters import Letter
from marketplace.support.cases.values import Case, Contact
from marketplace.support.cases.writing import files, keeping

Outcome = Literal["opened", "written", "again", "noted", "ignored"]


class Received(NamedTuple):
    """What became of a letter: "opened" a case, "written" to one, "again" (it was here before), "noted" (one of ours came back), or "ignored" and why."""

    outcome: Outcome
    case: Case | None
    why: str = ""


def receive(content: bytes, *, now: datetime) -> Received:
    """Take in a letter as it came from a mail server (RFC 5322). The same letter again changes nothing.

    A letter belongs to a case if it was sent to the case's own signed address, or answers a letter of ours about it and comes from
    whoever got that. What comes in heaps is kept, and waits (`crowding`). Whose case a new one is nobody knows: the sender's address suggests members, and identifies none.

    Raises:
        UnreadableLetter: it cannot be read at all.
        NoMailbox: no programme has a mailbox that it was sent to.
    """
    letter = letters.read(content)
    if letter.automatic == "bounce":
        return _bounced(letter, now)
    if letter.automatic or any(addresses.letter_of_address(one) for one in letter.recipients):
        return Received("ignored", None, letter.automatic or "automatic")  # people never see the address of reports
    known = _case_of(letter)
    if known is not None:
        return _written(merging.held_target(known), letter, now)
    programme = _programme_of(letter)
    if letter.sender == addresses.mailbox_of(letter.sender) == desks.desk(programme.id).mailbox:
        return Received("ignored", None, "own")
    return _opened(programme, letter, now)


def suggested(of: Case) -> list[members.Member]:
    """Members who may have opened a case that nobody has been identified for: by address or phone. Several are a list, one is no proof."""
    return [] if of.member_id is not None else members.reached_by(of.programme_id, email=of.email, phone=of.phone)


def _case_of(letter: Letter) -> Case | None:
    for address in letter.recipients:
        number = addresses.case_of_address(address)
        if number is not None:
            try:
                return queries.case_by_id(number)
            except NoCase:
                continue
    for message_id in letter.answers:
        sent = mailings.with_message_id(message_id)
        if sent is not None and emails.plain(sent.recipient) == letter.sender and (found := returning.case_of(sent)):
            return found
    return None


def _bounced(letter: Letter, now: datetime) -> Received:
    """A letter of ours did not arrive: whoever waits for it hears of it, and nothing else comes of it."""
    sent = _came_back(letter)
    if sent is None:
        return Received("ignored", None, "bounce")
    news = returning.letter_returned(sent, status=letter.status, said=letter.server_said, now=now)
    case = returning.case_of(sent)
    return Received("noted" if news else "again", None if case is None else queries.target(case), "bounce")


def _came_back(letter: Letter) -> mailings.Letter | None:
    """Which letter of ours a report is about: by the signed address that it was sent to, else by the signed name of that letter."""
    for address in letter.recipients:
        number = addresses.letter_of_address(address)
        if number is not None:
            return mailings.of_id(number)
    found = (mailings.with_message_id(one) for one in letter.answers)
    return next((one for one in found if one is not None), None)


def _written(case: Case, letter: Letter, now: datetime) -> Received:
    kept, lost = files.keepable(letter.attachments, case.id)
    text, told = keeping.shortened(letter.text, case.member_id)
    said = text or keeping.shortened(letter.subject, case.member_id)[0] or "—"
    facts: dict[str, object] = {"via": "letter"} | told | ({"files_lost": lost} if lost else {})
    if letter.sender != case.email:
        facts["from"] = formats.masked_email(letter.sender)
    try:
        done = opening.written(case, said, kept, facts=facts, ref=letter.ref, now=now)
    except CaseChanged:
        return Received("again", case)
    return Received("written", done.case)


def _opened(programme: Programme, letter: Letter, now: datetime) -> Received:
    before = queries.by_ref(letter.ref)
    if before is not None:
        return Received("again", before)
    heap = crowding.heap_of(programme.id, letter.sender, now=now)
    if heap is not None:
        return _written(merging.held_target(heap), letter, now)
    crowded = crowding.is_crowded(programme.id, letter.network, now=now)
    guessed = members.reached_by(programme.id, email=letter.sender, phone="")
    language = programme.language(guessed[0].language if guessed else letters.language_of(letter.subject + letter.text))
    kept, lost = files.keepable(letter.attachments)
    text, told = keeping.shortened(letter.text, None)
    facts = ({"files_lost": lost} if lost else {}) | ({"network": letter.network} if letter.network else {})
    facts |= {"crowded": True} if crowded else {}
    done = opening.open_case(
        programme.id, channel="letter", category="other", title=letter.subject, text=text, ref=letter.ref,
        contact=Contact(email=letter.sender, language=language), told=told | facts, now=now, priority="low" if crowded else None,
        silent=crowded,
    )  # fmt: skip
    files.keep(done.case.id, done.event_id, kept, now=now)
    return Received("opened", done.case)


def _programme_of(letter: Letter) -> Programme:
    for address in letter.recipients:
        found = desks.programme_with_mailbox(addresses.mailbox_of(address))
        if found is not None:
            return programmes.get(found)
    raise NoMailbox
