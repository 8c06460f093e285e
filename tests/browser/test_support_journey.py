"""A member has lost her phone: two people of the desk, a till with and without its network, a friend, and what comes back in the end."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from marketplace import (
    earning,
    exchanges,
    giftcards,
    gifts,
    identity,
    ledger,
    members,
    orders,
    partners,
    support,
    tills,
)
from marketplace.core import clock
from marketplace.core.db import execute, transaction
from marketplace.earning import Operation
from marketplace.exchanges import Rule
from marketplace.giftcards import Card
from marketplace.jobs import outbox as relay
from marketplace.members import Member
from tests.browser.fixtures import SLOW_MS
from tests.builders.codes import in_the_clear
from tests.builders.identity import sign_in, staff
from tests.builders.members import a_member
from tests.builders.orders import Shelf, a_shelf, an_order, balance
from tests.builders.own import own
from tests.builders.payments import MIXED, Practice, payment_of, practice
from tests.builders.programmes import a_programme
from tests.builders.tills import Offline, a_terminal, goes_offline, redeem

VALUE, USED = 100_000, 10_000  # 1 000 ₽, of which 100 ₽ are used before the phone is lost
PRICE, POINTS, PAID = 1_500, 700, 64_000  # points; 700 of them, and 640 ₽ with her bank card for the rest
EARNED = 3  # points, by those 640 ₽
HER_BANK_CARD = "220220******1186"
# Every table there is, the queue's and the timetable's with them.
TABLES = """SELECT format('%%I.%%I', table_schema, table_name) FROM information_schema.tables
    WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'"""


@dataclass
class Story:
    """The people, their browsers, and the codes that were ever good."""

    app: Flask
    browser: Browser
    address: str
    anna: Member
    shelf: Shelf
    brands: tuple[int, int]
    terminal: tills.Terminal
    cookies: dict[str, str]
    bank: Practice
    wrong: list[object] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    lots: dict[int, int] = field(default_factory=dict)  # what was left of each before she bought the card

    def of(self, who: str) -> Page:
        """A browser of one of them; "friend" is nobody yet."""
        context = self.browser.new_context(
            viewport={"width": 1280, "height": 900}, locale="ru-RU", base_url=self.address
        )
        context.set_default_timeout(SLOW_MS)
        if who in self.cookies:
            context.add_cookies([{"name": "session", "value": self.cookies[who], "domain": "localhost", "path": "/"}])
        page = context.new_page()
        page.on("pageerror", lambda error: self.wrong.append(error))
        return page

    def code(self, card: Card) -> str:
        """A card's code, which is noted so that it is looked for in the end."""
        code_id = execute("SELECT code_id FROM giftcards WHERE id = %(id)s", {"id": card.id}).scalar_one()
        code = in_the_clear(code_id).code
        self.codes.append(code)
        return code

    def cards(self) -> list[Card]:
        """Cards that can be used, the oldest first."""
        rows = execute("SELECT id FROM giftcards WHERE state IN ('active', 'held') ORDER BY id")
        return [giftcards.card_by_id(row.id) for row in rows]


@pytest.fixture
def story(app: Flask, browser: Browser, address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Story]:
    now = clock.now()
    with app.app_context(), transaction():
        programme = a_programme(hosts=("localhost",))
        anna = a_member(programme, points=2_000, email="anna@mail.test")
        members.bind_card(anna, HER_BANK_CARD, now - timedelta(days=5))
        shelf, other = (a_shelf(programme, value=VALUE, price=PRICE, fulfilment="own", **MIXED) for _ in range(2))
        for one in (shelf, other):
            exchanges.set_rule(programme.id, Rule(one.brand.id, gives=True, takes=True, recasts=True), now=now)
        brands = (shelf.brand.id, other.brand.id)
        terminal = a_terminal(shelf.brand.partner_id)
        goes_offline(terminal)
        users = {
            "irina": staff(programme, "support").id,
            "pavel": staff(programme, "support").id,
            "anna": anna.user_id or 0,
            "cashier": staff(programme, "cashier", partner_id=terminal.partner_id).id,
        }
    cookies = {}
    for who, user_id in users.items():
        client = app.test_client()
        sign_in(client, user_id, fresh=True)
        kept = client.get_cookie("session")
        cookies[who] = kept.value if kept else ""
    with practice(app, monkeypatch) as bank:
        made = Story(app, browser, address, anna, shelf, brands, terminal, cookies, bank)
        yield made
    for context in browser.contexts:
        context.close()
    assert made.wrong == []


def test_a_member_loses_her_phone_and_everything_is_put_right(story: Story, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with story.app.app_context():
        bought, old, shown = _buys_and_uses(story)
        new = _is_reissued(story, bought, old, shown)
        part, rest = _exchanges_a_part(story, new)
        _gives_it_to_a_friend(story, part)
        _is_refunded(story, rest)
        _earned_points_are_taken_back(story)
        _the_time_line_tells_it(story)
        _no_code_was_written_down(story, caplog.text)


def _buys_and_uses(story: Story) -> tuple[Card, str, str]:
    """She orders a card, for points and for money that she pays with her bank card; her bank reports it, which earns points; and a till takes a part."""
    now = clock.now()
    story.lots = _lots(story)
    with transaction():
        order = an_order(story.anna, story.shelf, points=POINTS, now=now)
    relay.drain()
    story.bank.pay(order)
    story.bank.deliver()
    relay.drain()
    assert payment_of(order).amount == PAID
    _bank_says(story, "purchase", PAID)
    card = giftcards.of_orders([order.id])[order.id]
    code = story.code(card)
    with transaction():
        shown = tills.give_pass(card, pin="", now=now)
        redeem(story.terminal, code, pin="", amount=USED, now=now)
    return card, code, shown


def _is_reissued(story: Story, card: Card, old: str, shown: str) -> Card:
    """Irina identifies her, freezes the card and asks for another code; that is too much for one person, so Pavel agrees."""
    irina = story.of("irina")
    irina.goto("/console/find?q=" + story.anna.number)
    expect(irina.get_by_role("heading", level=1)).to_contain_text("Анна")
    irina.goto(f"/console/cards/{card.public_id}")
    irina.get_by_role("link", name="Заморозить").click()
    irina.get_by_label("Сообщили о потере или краже").check()
    irina.get_by_label("Номер участника").check()
    irina.get_by_role("button", name="Заморозить карту").click()
    expect(irina.get_by_text("Отметьте хотя бы два пункта.").first).to_be_visible()
    assert giftcards.card_by_id(card.id).state == "active", "one fact is nobody"
    irina.get_by_label("Последний заказ").check()
    irina.get_by_role("button", name="Заморозить карту").click()
    expect(irina.get_by_text("Карта заморожена.")).to_be_visible()
    assert giftcards.card_by_id(card.id).state == "frozen"
    _is_dead(story, old)

    irina.get_by_role("link", name=re.compile("Новый код")).click()
    step = irina.locator("[aria-current=step]")
    expect(step).to_have_text("Что не так")
    irina.get_by_label("Потерян телефон или распечатка").check()
    irina.get_by_label("Заметка").fill("Потеряла телефон в метро")
    irina.get_by_role("button", name="Дальше").click()
    expect(step).to_have_text("Что мы знаем")
    expect(irina.locator("#known")).to_contain_text("Номер участника, Последний заказ")
    irina.get_by_role("button", name="Дальше").click()
    expect(step).to_have_text("Что будет")
    expect(irina.locator("p.letter-plain")).to_have_text("Потеряла телефон в метро")
    irina.get_by_role("button", name="Отправить на согласование").click()
    expect(irina).to_have_url(re.compile("/console/approvals/"))
    proposal = irina.url
    irina.goto(f"{proposal}/approval")
    assert giftcards.heir(giftcards.card_by_id(card.id)).id == card.id, "nobody approves their own"
    pavel = story.of("pavel")
    pavel.goto(f"{proposal}/approval")
    pavel.locator("form[action$='/approval'] button[type=submit]").click()
    expect(pavel).to_have_url(proposal)
    irina.goto(f"/console/cards/{card.public_id}/reissue")
    expect(irina.locator(".swap")).to_contain_text("Больше не работает")

    new = giftcards.heir(giftcards.card_by_id(card.id))
    assert (new.id != card.id, new.remaining, new.expires_on) == (True, VALUE - USED, card.expires_on)
    _is_dead(story, old)
    _is_refused_at_the_till(story, old)
    with transaction():
        offline = Offline.going(story.terminal, now=clock.now())
    assert offline.take(shown, 1_000, now=clock.now()) == "ask", "a till without a network knows that it is dead"
    good = story.code(new)
    with pytest.raises(tills.NotEnoughLeft), transaction():
        redeem(story.terminal, good, pin="", amount=VALUE - USED + 1, now=clock.now())
    with transaction():
        assert (
            redeem(story.terminal, good, pin="", amount=VALUE - USED, ref="all-of-it", now=clock.now()).remaining == 0
        )
    with transaction():
        tills.reverse(story.terminal, "all-of-it", by="program", now=clock.now())
    assert giftcards.card_by_id(new.id).remaining == VALUE - USED
    return giftcards.card_by_id(new.id)


def _bank_says(story: Story, kind: str, amount: int) -> None:
    """The bank's file of a day: what was paid here with her card, or came back to it."""
    now = clock.now()
    said = Operation(1, f"op-{kind}", HER_BANK_CARD, now, kind, amount, "RUB", "5999", "VITRINA", "")
    with transaction():
        earning.take_in(story.shelf.programme, [said], source="bank", file=f"{kind}.csv", now=now)


def _is_dead(story: Story, code: str) -> None:
    with pytest.raises(tills.CardUnusable), transaction():
        redeem(story.terminal, code, pin="", amount=100, now=clock.now())


def _is_refused_at_the_till(story: Story, code: str) -> None:
    """On the cashier's own page, with a network."""
    cashier, slug = story.of("cashier"), partners.partner(story.terminal.partner_id).slug
    cashier.goto(f"/partner/{slug}/tills/{own(story.app, slug, 'terminal_id', story.terminal.id)}")
    cashier.locator("#code").fill(code)
    cashier.locator("[data-scan] button[type=submit]").click()
    expect(cashier.get_by_role("alert").first).to_contain_text("Ничего не списано")


def _exchanges_a_part(story: Story, card: Card) -> tuple[Card, Card]:
    """Half of what is left becomes the other partner's."""
    anna = story.of("anna")
    anna.goto(f"/cards/{card.public_id}/exchange")
    anna.locator("#amount").fill("400")
    anna.get_by_role("button", name="Показать курс").click()
    anna.get_by_role("button", name=re.compile("^Обменять на")).click()
    expect(anna).to_have_url(re.compile("/cards/"))
    rest, part = story.cards()
    assert (rest.brand_id, rest.remaining) == (story.brands[0], VALUE - USED - 40_000)
    assert (part.brand_id, part.value) == (story.brands[1], 40_000)
    return part, rest


def _gives_it_to_a_friend(story: Story, part: Card) -> None:
    """For tomorrow, with a message; the friend claims it with the word."""
    tomorrow = clock.now() + timedelta(days=1)
    anna = story.of("anna")
    anna.goto(f"/cards/{part.public_id}/gift")
    anna.locator("#to_name").fill("Ольга")
    anna.locator("#email").fill("olga@example.org")
    anna.locator("#message").fill("С днём рождения!")
    anna.get_by_role("radio", name=re.compile("^В день")).check()
    anna.locator("#day").fill(tomorrow.date().isoformat())
    anna.get_by_role("button", name="Подарить карту").click()
    expect(anna.locator("#the-word")).to_be_visible()
    word = anna.locator("#the-word").get_attribute("data-value") or ""
    of = gifts.of_giver(story.anna.id)[0]
    relay.drain(clock.now())
    assert gifts.gift(of.id).sent_at is None, "not before tomorrow"

    with time_machine.travel(of.send_at + timedelta(minutes=1), tick=True):
        relay.drain(clock.now())
        letter = execute("SELECT body_text FROM mails WHERE recipient = 'olga@example.org'").scalar_one()
        assert "С днём рождения!" in letter
        assert word not in letter
        friend = story.of("friend")
        friend.goto(f"/claim/{gifts.token(gifts.gift(of.id))}")
        friend.locator("#word").fill(word)
        friend.get_by_role("button", name=re.compile("^Забрать")).click()
        expect(friend.get_by_role("heading", level=1)).to_have_text(re.compile("Карта ваша"))
    assert gifts.gift(of.id).how == "claimed"
    hers = giftcards.heir(giftcards.card_by_id(part.id))
    assert (hers.remaining, hers.member_id != story.anna.id) == (40_000, True)
    story.code(hers)


def _is_refunded(story: Story, rest: Card) -> None:
    """She does not want the rest: points and money come back for the share that is on it, to the lots and to the bank card that they came from."""
    before = balance(story.anna, clock.now())
    irina = story.of("irina")
    irina.goto(f"/console/cards/{rest.public_id}/withdrawal")
    irina.locator("input[name=refund][value=source]").check()
    irina.locator("input[name=reason][value=unwanted]").check()
    irina.locator("#note").fill("не хочет остаток")
    irina.get_by_role("button", name="Аннулировать или вернуть").click()
    expect(irina.get_by_text("Код больше не работает").first).to_be_visible()
    share = POINTS * rest.remaining // VALUE
    assert balance(story.anna, clock.now()) == before + share
    now = _lots(story)
    [had] = story.lots
    assert now[had] == story.lots[had] - POINTS + share, (
        "they are in the lot that they came from, with its own last day"
    )
    assert len(now) == 2, "beside it there is only what she has earned"
    _is_dead(story, story.code(rest))
    relay.drain()
    refunded = execute(
        "SELECT r.amount, e.how FROM payment_refunds r LEFT JOIN payment_refund_ends e ON e.refund_id = r.id"
    ).all()
    assert [tuple(one) for one in refunded] == [(PAID * rest.remaining // VALUE, "done")]


def _lots(story: Story) -> dict[int, int]:
    """What is left of each of her lots."""
    account = ledger.account(story.anna.programme_id, "member", owner_id=story.anna.id)
    return {lot.id: lot.remaining for lot in ledger.open_lots(account, clock.now().date())}


def _earned_points_are_taken_back(story: Story) -> None:
    """Her bank reports the money that has just come back to her card: so much of what paying it had earned goes."""
    before, back = (
        balance(story.anna, clock.now()),
        execute("SELECT sum(amount)::bigint FROM payment_refunds").scalar_one(),
    )
    _bank_says(story, "refund", back)
    assert balance(story.anna, clock.now()) == before - EARNED * back // PAID
    wrong: list[Any] = [
        *ledger.invariants(), *orders.invariants(), *giftcards.invariants(), *gifts.invariants(), *support.invariants(), *exchanges.invariants(),
    ]  # fmt: skip
    assert wrong == []


def _the_time_line_tells_it(story: Story) -> None:
    irina = story.of("irina")
    told, page = "", f"/console/members/{story.anna.number}"
    while page:
        irina.goto(page)
        told += irina.locator("#story").inner_text()
        earlier = irina.locator("#story a[href*='before=']")
        page = earlier.first.get_attribute("href") or "" if earlier.count() else ""
    for said in (
        "Проверено, кто обращается", "Карта заморожена", "Предложено изменение", "Изменение согласовано", "Карте выдан новый код", "Карту обменяли на карту другого бренда", "Карту подарили", "Подарок забрали", "Карту аннулировали", "Часть заказа вернули",
    ):  # fmt: skip
        assert said in told, said


def _no_code_was_written_down(story: Story, logged: str) -> None:
    """In no log, and in no row of any table."""
    books = {
        table: "\n".join(str(row) for row in execute(f"SELECT to_jsonb(b)::text FROM {table} b").scalars())
        for table in list(execute(TABLES).scalars())
    }
    assert len(books) > 100
    assert len(set(story.codes)) == 4
    for code in story.codes:
        assert code not in logged
        assert [table for table, rows in books.items() if code in rows] == []
    assert identity.user(story.anna.user_id or 0) is not None
