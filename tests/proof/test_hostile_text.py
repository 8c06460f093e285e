"""What partners and members write is shown as they wrote it, and does nothing: on every page, in letters, in print."""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pypdf
import pytest
from flask import Flask
from markdown_it import MarkdownIt
from playwright.sync_api import Browser

from marketplace import programmes
from marketplace.giftcards import certificate
from marketplace.ledger import Lot
from marketplace.mailings import rendering
from marketplace.settings import ROOT
from marketplace.web.shared import headers, markdown
from tests.builders.rows import Rows
from tests.proof.hostile.chromium import Watch
from tests.proof.hostile.fields import FIELDS, NOT_SHOWN, columns, plant, unplaced
from tests.proof.hostile.pages import DATA, PAGES, PLAIN, SOME_PAGES, World, a_world
from tests.proof.hostile.payloads import SINK, TEXTS, payloads
from tests.proof.plugin import Proof

# Texts are planted past anyone who would refuse them, so what the audit says of many things is no longer so.
pytestmark = pytest.mark.spoils_the_books

RICH = """# h

## h

### h

#### h

Два слова http://a.example/b <http://a.example> [a](https://b.example 't') *e* **s** `c` ~~s~~  \nдва

1. раз

* два

> три

| a | b |
|-|-|
| c | d |

***

3. a

```
x
```
"""
FACE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 202"><path d="M0 0h320v202H0z"/></svg>'
HARMLESS = [RICH, "Слово http://a.example/b a@b.example\nи строка\n\nи строка"]
# What a letter may be made of: every name that a template of templates/mail has.
LETTER = (
    "first_name",
    "brand",
    "value",
    "masked",
    "address",
    "title",
    "partner",
    "company",
    "who",
    "published",
    "undone",
    "why",
    "server",
    "batch",
    "till",
    "number",
    "text",
    "until",
    "to_name",
    "message",
    "giver",
    "what",
    "sum",
    "owed",
    "points",
    "account",
    "way",
    "low",
)
LINKS = (
    "card_url",
    "case_url",
    "points_url",
    "link",
    "confirmation_link",
    "reset_link",
    "recovery_link",
    "page_url",
    "gift_url",
    "cards_url",
    "payment_url",
)


@pytest.fixture
def watch(browser: Browser, proof: Proof) -> Iterator[Watch]:
    """A browser that notes whatever a document does; in the small form without drawing it."""
    watch = Watch(browser, drawn=proof.full)
    yield watch
    watch.close()


@pytest.fixture
def world(app: Flask, rows: Rows) -> World:
    """A shop with everything in it."""
    return a_world(app, rows)


def wrong_headers(where: str, answer: Any) -> list[str]:
    """What an answer's headers fail to forbid."""
    policy = answer.headers.get("Content-Security-Policy", "")
    kind = answer.headers.get("Content-Type", "")
    wrong = [] if answer.status_code < 400 else [f"{where}: {answer.status_code}"]
    script = "script-src" in policy or "default-src 'none'" in policy
    wrong += (
        [] if script and ("unsafe-inline" not in policy or "sandbox" in policy) else [f"{where}: policy {policy!r}"]
    )
    wrong += [] if "unsafe-eval" not in policy else [f"{where}: unsafe-eval"]
    wrong += [] if answer.headers.get("X-Content-Type-Options") == "nosniff" else [f"{where}: may be sniffed"]
    return wrong + ([f"{where}: {kind} outside of a sandbox"] if "svg" in kind and "sandbox" not in policy else [])


def shown(
    world: World, watch: Watch, url: str, texts: list[str], pages: Mapping[str, Sequence[str]] = PAGES
) -> tuple[list[str], int]:
    """Show every text in every field on every page; returns what was wrong, and how many documents were read."""
    usual: dict[str, set[str]] = {}
    for text in HARMLESS:
        plant(url, text)
        answers = world.answers(pages)
        for (where, _), made in zip(answers, watch.look([answer.text for _, answer in answers]), strict=True):
            usual.setdefault(where, set()).update(made)
    watch.done.clear()
    wrong: list[str] = []
    documents = 0
    for text in texts:
        plant(url, text)
        answers = world.answers(pages)
        wrong += [fault for where, answer in answers for fault in wrong_headers(where, answer)]
        documents += len(answers)
        for (where, _), made in zip(answers, watch.look([answer.text for _, answer in answers]), strict=True):
            wrong += [f"{where} with {text!r}: {strange}" for strange in sorted(made - usual[where])]
        wrong += [f"{text!r}: {deed}" for deed in watch.done]
        watch.done.clear()
    return wrong, documents


@pytest.mark.proof("P19")
@pytest.mark.sequences(1, 4)
def test_no_page_does_what_a_text_says(sequence: int, world: World, watch: Watch, owner_url: str, proof: Proof) -> None:
    share = proof.size(4, 125)
    texts = payloads(Random(proof.seed), proof.size(4, 500))[sequence - proof.seed :: proof.size(1, 4)]
    wrong, documents = shown(world, watch, owner_url, texts)
    assert wrong == []
    assert len(texts) == share
    proof.count("payloads", len(texts))
    proof.count("pages with all fields planted", documents)


@pytest.mark.proof("P19")
def test_no_other_answer_is_taken_for_a_page(world: World, owner_url: str, proof: Proof) -> None:
    for text in payloads(proof.random, proof.size(5, 50)):
        plant(owner_url, text)
        programmes.forget_remembered()
        for path in DATA:
            answer = world.visitors["member"].get(path)
            assert wrong_headers(path, answer) == []
            assert "html" not in answer.headers["Content-Type"]
            assert "hit" not in answer.text or not path.startswith("/pictures/")
        proof.count("answers that are no pages", len(DATA))
    assert set(FIELDS) & set(NOT_SHOWN) == set()


@pytest.mark.proof("P19")
def test_the_sign_of_a_programme_is_a_drawing_in_a_sandbox(world: World, watch: Watch, owner_url: str) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" onload="hit()"><script>hit()</script><image href="{SINK}"/></svg>'
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("UPDATE programmes SET logo_svg = %s", [svg])
    programmes.forget_remembered()
    answer = world.visitors["guest"].get("/pictures/logo.svg")
    assert wrong_headers("logo", answer) == []
    assert "allow-scripts" not in answer.headers["Content-Security-Policy"]
    page = world.visitors["guest"].get("/")
    assert "<script>hit()" not in page.text, "it stands on no page, it is only linked"
    watch.look([page.text])
    assert not any("script" in deed for deed in watch.done)


@pytest.mark.proof("P19", control=True)
def test_control_without_escaping_texts_run(
    app: Flask, world: World, watch: Watch, owner_url: str, proof: Proof, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.jinja_env, "cache", {})  # those that are compiled already escape
    monkeypatch.setattr(app.jinja_env, "autoescape", False)
    said = ["<img src=x onerror=hit()>", f"<img src={SINK}>", "<script>hit()</script>"]
    wrong, _ = shown(world, watch, owner_url, said, SOME_PAGES)
    assert sum("a script ran" in each for each in wrong) > 5
    assert sum("asked for" in each for each in wrong) > 5
    proof.figure(f"without escaping, {sum('a script ran' in each for each in wrong)} scripts of 3 payloads ran")


@pytest.mark.proof("P19", control=True)
def test_control_without_cleaning_the_texts_of_a_programme_run(
    world: World, watch: Watch, owner_url: str, proof: Proof, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(markdown, "_parser", MarkdownIt("commonmark", {"html": True}))
    monkeypatch.setattr(markdown.nh3, "clean", lambda made, **_: made)
    said = ["<img src=x onerror=hit()>", "<script>hit()</script>"]
    wrong, _ = shown(world, watch, owner_url, said, SOME_PAGES)
    assert any("a script ran" in each for each in wrong)
    proof.figure("without cleaning Markdown, texts of programmes run")


@pytest.mark.proof("P19", control=True)
def test_control_without_its_policy_a_page_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        headers, "EVERYWHERE", tuple(pair for pair in headers.EVERYWHERE if pair[0] != "Content-Security-Policy")
    )
    answers = world.answers(SOME_PAGES)
    found = [where for where, answer in answers if wrong_headers(where, answer)]
    assert len(found) == len(answers)


@pytest.mark.proof("P19")
def test_no_letter_does_what_a_text_says(world: World, watch: Watch, owner_url: str, proof: Proof) -> None:
    names = sorted(path.stem for path in Path(ROOT / "templates" / "mail").glob("*.mjml") if path.stem != "layout")
    usual = {name: set[str]() for name in names}
    for text in (*HARMLESS, *payloads(proof.random, proof.size(4, 500))):
        plant(owner_url, text)
        programmes.forget_remembered()
        with world.app.app_context():
            programme = programmes.default()
            made = watch.look([_letter(name, programme, text) for name in names])
        for name, parts in zip(names, made, strict=True):
            if text in HARMLESS:
                usual[name] |= parts
            assert parts - usual[name] == set(), f"{name} with {text!r}"
        if text in HARMLESS:
            watch.done.clear()
        assert watch.done == [], text
        proof.count("letters", len(names))


def _letter(name: str, programme: Any, text: str) -> str:
    link = f"https://shop.test/{name}"
    context: dict[str, Any] = dict.fromkeys(LETTER, text) | dict.fromkeys(LINKS, link)
    lot = Lot(1, date(2027, 1, 1), 5, 5)
    low = {"brand": text, "value": text, "left": 5, "until": text}
    context |= {
        "expires_on": lot.expires_on,
        "day": lot.expires_on,
        "lots": [lot],
        "points": 5,
        "left": text,
        "lines": [low, low],
        "kind": "canary",
        "state": "hold",
        "closed": False,
        "may_answer": True,
        "former": True,
        "offers": 2,
        "lost": True,
        "opens": True,
    }
    context |= {"when": text, "sum": 500, "currency": "RUB"}
    context |= {"rest": 5, "cards": [low | {"expires_on": lot.expires_on}] * 2}
    return rendering.render(name, programme, "ru", context).html


@pytest.mark.proof("P19")
def test_no_printed_card_does_what_a_text_says(proof: Proof) -> None:
    typst = [text for text in TEXTS if text.startswith(("#", "$", "`", "=", "*", "\\"))]
    for text in typst if not proof.full else [*typst, *payloads(proof.random, 500)]:
        page = pypdf.PdfReader(io.BytesIO(_print(text)))
        said = "".join(page.pages[0].extract_text().split())
        assert "54439" not in said, text
        assert "root:" not in said, text
        assert "".join(text.split())[:12] in said or text not in typst, text
        assert "/Annots" not in page.pages[0], text
        assert "/OpenAction" not in page.trailer["/Root"], text
        proof.count("prints")


def _print(text: str) -> bytes:
    return certificate.pdf(
        certificate.Certificate(
            language="ru", programme=text, brand=text, value=text, code="MOCK1", pin=text[:8], until=text, order="1", face=FACE,
            ink="light", how=(text, text),
        )
    )  # fmt: skip


@pytest.mark.proof("P19")
def test_every_text_column_and_every_page_has_its_place(app: Flask, owner_url: str) -> None:
    assert unplaced(owner_url) == set(), "give it a line in tests/proof/hostile/fields.py"
    assert set(FIELDS) - columns(owner_url) == set()
    listed = {path.partition("?")[0].split("{")[0] for paths in PAGES.values() for path in paths}
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            assert rule.rule in listed or rule.rule.startswith(PLAIN), (
                f"{rule.rule} is not in tests/proof/hostile/pages.py"
            )


@pytest.mark.proof("P19", control=True)
def test_control_a_new_text_column_is_seen(ctx: Flask, owner_url: str) -> None:
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("ALTER TABLE brands ADD COLUMN slogan text")
        try:
            assert unplaced(owner_url) == {"brands.slogan"}
        finally:
            connection.execute("ALTER TABLE brands DROP COLUMN slogan")
