"""What may be done with a card beside using it: exchange it for another brand's, split it, merge it with others.

One act of a member at a time, so that his limits are counted; then the cards themselves are locked, by the function that ends them.
"""

from collections.abc import Sequence
from datetime import datetime

from marketplace import catalogue, codes, giftcards, members, orders, programmes
from marketplace.codes import Claimed
from marketplace.core import audit, ids, own_seals
from marketplace.core.db import execute
from marketplace.exchanges import queries, rules
from marketplace.exchanges.book import QUOTES, TERMS
from marketplace.exchanges.errors import (
    BadParts,
    ExchangedLately,
    ExchangedTooOften,
    ExchangeLimit,
    ExchangeOff,
    NothingToExchange,
    NotMergeable,
    NotOurCode,
    QuoteOver,
    ShorterNotAccepted,
    TooManyExchanges,
)
from marketplace.exchanges.values import Quote, Rule, Target
from marketplace.giftcards import Card, Piece
from marketplace.members import Member

_NOTE = """INSERT INTO exchanges (programme_id, member_id, kind, succession_id, split_id, quote_id, amount, at)
    VALUES (%(programme)s, %(member)s, %(kind)s, %(succession)s, %(split)s, %(quote)s, %(amount)s, %(now)s)"""
_QUOTE = """INSERT INTO exchange_quotes (ref, member_id, giftcard_id, amount, brand_id, offer_id, denomination_id, value, fee_permille, quoted_at, good_until)
    VALUES (%(ref)s, %(member)s, %(card)s, %(amount)s, %(brand)s, %(offer)s, %(denomination)s, %(value)s, %(fee)s, %(now)s, %(until)s) RETURNING id"""
_OF_QUOTE = "SELECT succession_id FROM exchanges WHERE quote_id = %(quote)s"
_OF_REF = "SELECT id FROM giftcard_successions WHERE programme_id = %(programme)s AND ref = %(ref)s"


def set_rule(programme_id: int, rule: Rule, *, now: datetime, why: str = "") -> None:
    """Decide what may be done with cards of a brand from now on; quotes that were given hold until their time is over."""
    before = queries.rule(programme_id, rule.brand_id)
    if before == rule:
        return
    facts = {"gives": rule.gives, "takes": rule.takes, "recasts": rule.recasts, "fee_permille": rule.fee_permille}
    made = execute(
        """INSERT INTO exchange_rules (programme_id, brand_id, gives, takes, recasts, fee_permille, at)
           VALUES (%(programme)s, %(brand)s, %(gives)s, %(takes)s, %(recasts)s, %(fee_permille)s, %(now)s) RETURNING id""",
        facts | {"programme": programme_id, "brand": rule.brand_id, "now": now},
    ).scalar_one()
    own_seals.seal(TERMS, made)
    was = {"gives": before.gives, "takes": before.takes, "recasts": before.recasts, "fee_permille": before.fee_permille}
    audit.record("exchanges.set_rule", f"brand:{rule.brand_id}", at=now, why=why, before=was, after=facts)


def offer(member: Member, public_id: str, brand_id: int, *, amount: int | None = None, now: datetime) -> Quote:
    """Quote what a member's card, or `amount` of it, is worth as another brand's; the card does not change.

    Raises:
        giftcards.CardNotFound, giftcards.CardNotActive; ExchangeOff, NotOurCode, NothingToExchange;
        TooManyExchanges, ExchangeLimit, ExchangedTooOften, ExchangedLately: as `exchange` would say.
    """
    card = _usable(member, public_id, now)
    if not queries.rule(card.programme_id, card.brand_id).gives:
        raise ExchangeOff
    found = [one for one in queries.targets(card, amount=amount, tier=member.tier, now=now) if one.brand_id == brand_id]
    if not found:
        raise NothingToExchange
    _terms_must_be_ours(card, brand_id)
    _check(member, card, found[0].amount, now)
    return _quoted(member, card, found[0], now)


def exchange(quote: Quote, member: Member, *, now: datetime) -> Card:
    """Exchange a card at its quote: the old one ends, the new one is worth what was quoted, and ends no later; what was not exchanged
    goes on as a card of the old brand. Asked again, the same card comes back.

    Raises:
        QuoteOver: its time is over, or the card has less or something else on it.
        giftcards.CardNotActive: the card has ended in the meantime. codes.OutOfStock, codes.StockQuarantined: B's stock.
        catalogue.NotForSale: B's offer has ended in the meantime, or its partner was suspended.
        TooManyExchanges, ExchangeLimit, ExchangedTooOften, ExchangedLately.
    """
    _alone(member)
    done = execute(_OF_QUOTE, {"quote": quote.id}).scalar()
    if done is not None:
        return giftcards.born_of(done)[0]
    own_seals.must_be_sealed(QUOTES, quote.id)
    card = giftcards.hold(giftcards.card_by_id(quote.giftcard_id))
    if now >= quote.good_until or card.member_id != member.id or card.remaining < quote.amount:
        raise QuoteOver
    rest = card.remaining - quote.amount
    if 0 < rest < rules.PART_MIN:
        raise QuoteOver
    _check(member, card, quote.amount, now)
    split = None
    if rest:
        pieces = [
            Piece(card.brand_id, card.offer_id, value, codes.mint(card.brand_id)) for value in (quote.amount, rest)
        ]
        card, _ = giftcards.recast("split", [card], pieces, ref=f"quote-split:{quote.ref}", now=now)
        split = card.succession_id
    piece = Piece(quote.brand_id, quote.offer_id, quote.value, _code(quote, card, member, now))
    [new] = giftcards.recast("exchange", [card], [piece], ref=f"quote:{quote.ref}", now=now)
    if quote.denomination_id is not None:
        blind = execute("SELECT blind FROM codes WHERE id = %(id)s", {"id": piece.code.code_id}).scalar_one()
        codes.sold_after_commit(blind, card=new.public_id, at=now)
    _note(member, "exchange", new, quote.amount, now, quote=quote.id, split=split)
    facts = {"card": new.public_id, "value": new.value, "brand_id": new.brand_id}
    before = {"card": card.public_id, "value": quote.amount, "brand_id": card.brand_id}
    audit.record("exchanges.exchange", f"giftcard:{new.id}", at=now, before=before, after=facts)
    return new


def split(member: Member, public_id: str, parts: Sequence[int], *, ref: str, now: datetime) -> list[Card]:
    """Split a card: together the new ones are worth what was left, each to the same last day.

    Raises:
        BadParts: too small, too many, or not all of it. TooManyExchanges. ExchangeOff, NotOurCode.
        giftcards.CardNotFound, giftcards.CardNotActive.
    """
    _alone(member)
    done = _already(member, ref)
    if done is not None:
        return done
    card = giftcards.hold(_usable(member, public_id, now))
    _check_recast(member, card, now)
    if not rules.are_parts(card.remaining, parts):
        raise BadParts(least=rules.PART_MIN, most=rules.PARTS_MAX, total=card.remaining, currency=card.currency)
    pieces = [Piece(card.brand_id, card.offer_id, part, codes.mint(card.brand_id)) for part in parts]
    born = giftcards.recast("split", [card], pieces, ref=_ref(member, ref), now=now)
    _note(member, "split", born[0], card.remaining, now)
    audit.record(
        "exchanges.split",
        f"giftcard:{card.id}",
        at=now,
        before={"remaining": card.remaining},
        after={"cards": [one.public_id for one in born], "values": list(parts)},
    )
    return born


def merge(member: Member, public_ids: Sequence[str], *, shorter_accepted: bool, ref: str, now: datetime) -> Card:
    """Make one card of several of a brand: worth what was left on all, to the earliest last day of them.

    Raises:
        NotMergeable: fewer than two, or not of one brand and currency. ShorterNotAccepted. TooManyExchanges. ExchangeOff, NotOurCode.
        giftcards.CardNotFound, giftcards.CardNotActive.
    """
    _alone(member)
    done = _already(member, ref)
    if done is not None:
        return done[0]
    # Always in the same order, as the function that ends them locks them.
    cards = [
        giftcards.hold(one)
        for one in sorted((_usable(member, one, now) for one in dict.fromkeys(public_ids)), key=lambda one: one.id)
    ]
    if not 2 <= len(cards) <= rules.CARDS_MAX or len({(one.brand_id, one.currency) for one in cards}) > 1:
        raise NotMergeable
    for card in cards:
        _check_recast(member, card, now)
    until = min(card.expires_on for card in cards)
    if not shorter_accepted and any(card.expires_on > until for card in cards):
        raise ShorterNotAccepted(until=until.isoformat())
    total = sum(card.remaining for card in cards)
    [new] = giftcards.recast(
        "merge",
        cards,
        [Piece(cards[0].brand_id, cards[0].offer_id, total, codes.mint(cards[0].brand_id))],
        ref=_ref(member, ref),
        now=now,
    )
    _note(member, "merge", new, total, now)
    before = {"cards": [one.public_id for one in cards], "values": [one.remaining for one in cards]}
    audit.record(
        "exchanges.merge", f"giftcard:{new.id}", at=now, before=before, after={"card": new.public_id, "value": total}
    )
    return new


def _usable(member: Member, public_id: str, now: datetime) -> Card:
    card = giftcards.card(public_id, member.id)
    state = card.state_on(programmes.get(card.programme_id).day(now))
    if state != "active":
        raise giftcards.CardNotActive(state=state)
    if not orders.is_ours(card):
        raise NotOurCode
    return card


def _check(member: Member, card: Card, amount: int, now: datetime) -> None:
    """Whether the member may exchange so much of a card now."""
    room = queries.room(member.id, card.currency, now)
    if not room.times:
        raise TooManyExchanges(limit=rules.EXCHANGES_A_DAY)
    if amount > room.value:
        raise ExchangeLimit(limit=rules.MONTH_MAX, left=room.value, currency=card.currency)
    times, last = giftcards.exchanged_before(card)
    if times >= rules.CHAIN_MAX:
        raise ExchangedTooOften(limit=rules.CHAIN_MAX)
    if last is not None and now < last + rules.PAUSE:
        raise ExchangedLately(again_at=(last + rules.PAUSE).isoformat())


def _check_recast(member: Member, card: Card, now: datetime) -> None:
    if not queries.rule(card.programme_id, card.brand_id).recasts:
        raise ExchangeOff
    _terms_must_be_ours(card, card.brand_id)
    if queries.done(member.id, card.currency, now).recasts >= rules.RECASTS_A_DAY:
        raise TooManyExchanges(limit=rules.RECASTS_A_DAY)


def _terms_must_be_ours(card: Card, to_brand: int) -> None:
    """Whether what is decided of a card's brand and another was decided by the application. Raises own_seals.NotOurs."""
    own_seals.must_be_sealed(TERMS, *queries.rows_in_force(card.programme_id, [card.brand_id, to_brand]))


def _alone(member: Member) -> None:
    """One act of a member after the other; of one who is held none. Raises members.MemberHeld."""
    members.must_be_unheld(member.id)
    execute("SELECT pg_advisory_xact_lock(hashtextextended('exchange ' || %(member)s, 5))", {"member": member.id})


def _ref(member: Member, ref: str) -> str:
    """A form's ref, as one of this member's."""
    return f"recast:{member.id}:{ref}"


def _already(member: Member, ref: str) -> list[Card] | None:
    """The cards that were born under this ref, where it was sent before."""
    done = execute(_OF_REF, {"programme": member.programme_id, "ref": _ref(member, ref)}).scalar()
    return None if done is None else giftcards.born_of(done)


def _quoted(member: Member, card: Card, of: Target, now: datetime) -> Quote:
    ref = ids.new_ref()
    made = execute(_QUOTE, {
        "ref": ref, "member": member.id, "card": card.id, "amount": of.amount, "brand": of.brand_id, "offer": of.offer_id,
        "denomination": of.denomination_id, "value": of.value, "fee": of.fee_permille, "now": now, "until": now + rules.QUOTE_LASTS,
    }).scalar_one()  # fmt: skip
    own_seals.seal(QUOTES, made)
    return queries.quote(ref, member.id)


def _code(quote: Quote, card: Card, member: Member, now: datetime) -> Claimed:
    """The code of the new card, of an offer that is still on sale: a partner that was suspended since the quote gives out no more cards."""
    if quote.denomination_id is None:
        catalogue.must_be_for_sale(quote.offer_id, programme_id=card.programme_id, tier=member.tier, now=now)
        return codes.mint(quote.brand_id)
    catalogue.for_sale(quote.denomination_id, programme_id=card.programme_id, tier=member.tier, now=now)
    return codes.claim(quote.denomination_id, today=programmes.get(card.programme_id).day(now))


def _note(
    member: Member,
    kind: str,
    new: Card,
    amount: int,
    now: datetime,
    *,
    quote: int | None = None,
    split: int | None = None,
) -> None:
    facts = {
        "programme": member.programme_id,
        "member": member.id,
        "kind": kind,
        "succession": new.succession_id,
        "amount": amount,
        "now": now,
    }
    execute(_NOTE, facts | {"quote": quote, "split": split})
