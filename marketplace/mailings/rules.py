"""What mail servers' answers mean (RFC 3463, RFC 5321): no database, no clock."""

import re

SAID_MAX = 300
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)")
_CODE = re.compile(r"(?<![\d.])([245]\d\d)(?=[ -])")
_VAGUE = re.compile(r"|[245]\.0\.0")
# There is no such address, mailbox or domain, or it is closed for good. 5.1.7 and 5.1.8 are about the sender; a full mailbox (5.2.2) may have room tomorrow.
_NOBODY = re.compile(r"5\.1\.(?:0|1|2|3|6|10)|5\.2\.[01]")
_NOBODY_CODES = ("550", "551", "553")  # for servers that say no more


def shortened(said: str) -> str:
    """A server's words on one line, as much of them as is kept."""
    return " ".join(said.split())[:SAID_MAX]


def status_of(given: str, said: str) -> str:
    """The enhanced status of an answer: as it was given, or as the server's words say it more exactly; "" without one."""
    plain = found[1] if (found := _STATUS.search(given)) else ""
    within = _STATUS.search(said)
    return within[1] if within and _VAGUE.fullmatch(plain) else plain


def nobody_there(status: str, said: str) -> bool:
    """Whether an answer says that the address itself takes no letters; not that our server, this letter or this hour was the trouble."""
    if not _VAGUE.fullmatch(status):
        return bool(_NOBODY.fullmatch(status))
    code = _CODE.search(said)
    return code is not None and code[1] in _NOBODY_CODES
