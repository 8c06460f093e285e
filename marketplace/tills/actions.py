"""What may be done with terminals, their keys, and contracts of acceptance."""

from datetime import datetime

from sqlalchemy.exc import DBAPIError

from marketplace import identity, partners
from marketplace.core import audit, ids, own_seals
from marketplace.core.db import broken_rule, execute
from marketplace.tills import rules
from marketplace.tills.book import KEYS
from marketplace.tills.errors import BadTerminal, KeyMade, TerminalClosed, TerminalNameTaken
from marketplace.tills.offline.rules import PACKAGE_LASTS
from marketplace.tills.offline.terms import switch_off
from marketplace.tills.queries import KEY_KIND, acceptances, terminal, terminals
from marketplace.tills.values import Acceptance, AtTills, Terminal

_OPEN_AT_TILLS = """SELECT (SELECT count(*) FROM authorisations a WHERE %(partner)s IN (a.acceptor_partner_id, a.issuer_partner_id)
                       AND NOT EXISTS (SELECT FROM authorisation_ends e WHERE e.authorisation_id = a.id)) AS authorisations,
                  (SELECT count(DISTINCT t.id) FROM terminals t JOIN offline_terms o ON o.terminal_id = t.id
                    WHERE t.partner_id = %(partner)s AND (o.ended_at IS NULL OR o.ended_at > %(since)s)) AS offline"""


def open_terminal(partner_id: int, name: str, *, shop_id: int | None = None, now: datetime) -> Terminal:
    """A new terminal of a partner, in one of his shops or in none.

    Raises:
        BadTerminal: the name is empty or too long, or the shop is another's. TerminalNameTaken.
    """
    named = " ".join(name.split())
    if not 1 <= len(named) <= rules.NAME_MAX or (shop_id is not None and shop_id not in partners.shops_of(partner_id)):
        raise BadTerminal
    facts = {"partner": partner_id, "shop": shop_id, "name": named, "now": now}
    try:
        row = execute(
            """INSERT INTO terminals (partner_id, shop_id, name, created_at) VALUES (%(partner)s, %(shop)s, %(name)s, %(now)s)
               RETURNING id""",
            facts,
        ).one()
    except DBAPIError as error:
        if broken_rule(error) == "terminals_open":
            raise TerminalNameTaken(name=named) from error
        raise
    after = {"partner_id": partner_id, "shop_id": shop_id, "name": named}
    audit.record("tills.open_terminal", f"terminal:{row.id}", at=now, before={}, after=after)
    return terminal(partner_id, row.id)


def close_terminal(of: Terminal, *, now: datetime, why: str = "") -> None:
    """End a terminal for ever, and its keys with it. Twice is once."""
    closed = execute(
        "UPDATE terminals SET closed_at = %(now)s WHERE id = %(id)s AND closed_at IS NULL RETURNING id",
        {"id": of.id, "now": now},
    ).first()
    if closed is None:
        return
    for row in execute(
        "SELECT id FROM terminal_keys WHERE terminal_id = %(id)s AND revoked_at IS NULL", {"id": of.id}
    ).all():
        revoke_key(of, row.id, now=now)
    switch_off(of, now=now)
    audit.record(
        "tills.close_terminal", f"terminal:{of.id}", at=now, why=why, before={"open": True}, after={"open": False}
    )


def add_key(of: Terminal, *, ref: str = "", now: datetime) -> str:
    """A key for a terminal's program, `vt_<8>_<32>`: the only time that it is seen. Older ones go on until they are revoked.

    Args:
        ref: of the form; of one there is one key.

    Raises:
        TerminalClosed
        KeyMade: under this ref; the key cannot be shown again.
    """
    if of.closed_at is not None:
        raise TerminalClosed
    key = identity.new_key(KEY_KIND, once=ids.once(ref, f"{of.id} key"))
    made = execute(
        """INSERT INTO terminal_keys (terminal_id, key_prefix, key_digest, created_at)
           VALUES (%(terminal)s, %(prefix)s, %(digest)s, %(now)s) ON CONFLICT (key_prefix) DO NOTHING RETURNING id""",
        {"terminal": of.id, "prefix": key.prefix, "digest": key.digest, "now": now},
    ).first()
    if made is None:
        raise KeyMade
    own_seals.seal(KEYS, made.id)
    audit.record("tills.add_key", f"terminal:{of.id}", at=now, before={}, after={"key": key.prefix})
    return key.text


def revoke_key(of: Terminal, key_id: int, *, now: datetime) -> bool:
    """End a key: the terminal's next request with it is refused. Returns whether it was good until now."""
    ended = execute(
        """UPDATE terminal_keys SET revoked_at = %(now)s WHERE id = %(id)s AND terminal_id = %(terminal)s AND revoked_at IS NULL
           RETURNING key_prefix""",
        {"id": key_id, "terminal": of.id, "now": now},
    ).first()
    if ended is not None:
        facts = {"key": ended.key_prefix}
        audit.record("tills.revoke_key", f"terminal:{of.id}", at=now, before=facts, after={})
    return ended is not None


def begin_acceptance(issuer_id: int, acceptor_id: int, *, now: datetime) -> Acceptance:
    """Let a partner's terminals take another's cards from now on. Where they do already, nothing changes."""
    facts = {"issuer": issuer_id, "acceptor": acceptor_id, "now": now}
    begun = execute(
        """INSERT INTO acceptances (issuer_partner_id, acceptor_partner_id, began_at) VALUES (%(issuer)s, %(acceptor)s, %(now)s)
           ON CONFLICT (acceptor_partner_id, issuer_partner_id) WHERE ended_at IS NULL DO NOTHING RETURNING id""",
        facts,
    ).first()
    if begun is not None:
        after = {"issuer": issuer_id, "acceptor": acceptor_id}
        audit.record("tills.begin_acceptance", f"acceptance:{begun.id}", at=now, before={}, after=after)
    row = execute(
        """SELECT id, issuer_partner_id, acceptor_partner_id, began_at, ended_at FROM acceptances
            WHERE issuer_partner_id = %(issuer)s AND acceptor_partner_id = %(acceptor)s AND ended_at IS NULL""",
        facts,
    ).one()
    return Acceptance(*row)


def end_acceptance(acceptance_id: int, *, now: datetime, why: str = "") -> bool:
    """End a contract: from the next card on the terminals refuse. Returns whether it lasted until now."""
    ended = execute(
        """UPDATE acceptances SET ended_at = %(now)s WHERE id = %(id)s AND ended_at IS NULL
           RETURNING issuer_partner_id, acceptor_partner_id""",
        {"id": acceptance_id, "now": now},
    ).first()
    if ended is not None:
        before = {"issuer": ended.issuer_partner_id, "acceptor": ended.acceptor_partner_id}
        audit.record("tills.end_acceptance", f"acceptance:{acceptance_id}", at=now, why=why, before=before, after={})
    return ended is not None


def open_at_tills(partner_id: int, *, now: datetime) -> AtTills:
    """What has to be over at the tills before a partner can leave."""
    row = execute(_OPEN_AT_TILLS, {"partner": partner_id, "since": now - PACKAGE_LASTS}).one()
    return AtTills(row.authorisations, row.offline)


def part(partner_id: int, *, why: str, now: datetime) -> None:
    """End a partner's terminals with their keys, and its contracts of acceptance on either side. Twice is once."""
    for one in terminals(partner_id):
        close_terminal(one, why=why, now=now)
    for contract in acceptances(partner_id):
        end_acceptance(contract.id, why=why, now=now)
