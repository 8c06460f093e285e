"""Keeps what gifts promised: the letter with the link when it is time, the giver told what became of it, the card back in time."""

from datetime import datetime, timedelta

from flask import current_app

from marketplace import giftcards, gifts, mailings, members, partners, programmes
from marketplace.core import clock, formats, outbox
from marketplace.core.db import transaction
from marketplace.core.topics import Topic
from marketplace.gifts import Gift
from marketplace.jobs.promises import keeps
from marketplace.programmes import Programme
from marketplace.settings import Settings

PAST_PREFERENCES = frozenset(
    {"corrected", "withheld"}
)  # what somebody else did with his gift is told whatever he wants to be told otherwise
LOOKED_AGAIN = timedelta(hours=1)  # at a letter whose giver is held


@keeps(Topic.GIFTS_SEND)
def send(ref: str) -> None:
    """Write the letter of a gift, once; `ref` is the letter's id. It holds the link, and neither the code nor the word."""
    now = clock.now()
    with transaction():
        of = gifts.of_letter(int(ref))
        if of is None or not of.open or of.sent_at is not None:
            return
        if now < of.send_at:
            raise outbox.NotYet(of.send_at)
        if members.held(of.giver_id) is not None:
            raise outbox.NotYet(now + LOOKED_AGAIN)  # whatever he has given waits until somebody has looked
        programme = programmes.get(of.programme_id)
        language = programme.language(of.language)
        context = _of_card(of, language) | {
            "to_name": of.to_name, "message": of.message, "giver": of.signed, "link": f"{_home(programme)}/claim/{gifts.token(of)}",
            "expires_on": min(programme.day(of.ends_at), giftcards.card_by_id(of.giftcard_id).expires_on),
        }  # fmt: skip
        try:
            mailings.write(
                f"gift:{of.letter_id}",
                programme=programme,
                recipient=of.email,
                template="gift",
                language=language,
                context=context,
                now=now,
            )
        except mailings.LetterRefused:
            gifts.note_bounced(of, now=now)
        else:
            gifts.note_sent(of, now=now)


@keeps(Topic.GIFTS_LAPSE)
def lapse(ref: str) -> None:
    """Give a card back that nobody has claimed in time; `ref` is the gift's id and the number of its letter."""
    now = clock.now()
    with transaction():
        gifts.lapse(gifts.gift(int(ref.partition(":")[0])), now=now)


@keeps(Topic.GIFTS_NEWS)
def tell(ref: str) -> None:
    """Write to the giver what became of a gift, once; `ref` is its id and what happened."""
    number, what = ref.split(":")[:2]
    now = clock.now()
    with transaction():
        of = gifts.gift(int(number))
        giver = members.member_now(of.giver_id)
        if not giver.email or not (what in PAST_PREFERENCES or members.wants(giver.id, "orders")):
            return
        programme = programmes.get(of.programme_id)
        language = programme.language(giver.language)
        context = _of_card(of, language) | {
            "first_name": giver.first_name, "to_name": of.to_name, "what": "expired" if what == "lapsed" and _is_over(of, programme, now) else what, "masked": formats.masked_email(of.email),
            "gift_url": f"{_home(programme)}/gifts/{of.ref}",
        }  # fmt: skip
        mailings.write(
            f"gift-news:{ref}",
            programme=programme,
            recipient=giver.email,
            template="gift_news",
            language=language,
            context=context,
            now=now,
        )


def _of_card(of: Gift, language: str) -> dict[str, str]:
    card = giftcards.card_by_id(of.giftcard_id)
    left = giftcards.left_at_last(card)
    return {
        "brand": partners.brand(card.brand_id).name(language),
        "value": formats.money(left, card.currency, language),
    }


def _is_over(of: Gift, programme: Programme, now: datetime) -> bool:
    """Whether the last day of its card has passed, so that its giver has nothing back."""
    return giftcards.card_by_id(of.giftcard_id).expires_on < programme.day(now)


def _home(programme: Programme) -> str:
    settings: Settings = current_app.config["SETTINGS"]
    return programmes.address(settings.public_url, programmes.hosts(programme.id))
