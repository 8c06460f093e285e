"""P24: a field of a form or a query says as little of what is another's as of what was never there.

All fields of all forms in which something can be typed or hidden, and all names that pages read from a query or a bare form, are in the tables
below: a new one fails until somebody says here what it names. What is chosen from a list that the page offers is refused alike by the form itself.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from wtforms import BooleanField, DateTimeField, FileField, PasswordField, SubmitField
from wtforms.fields.choices import SelectFieldBase
from wtforms.fields.core import UnboundField

from marketplace import fraud, giftcards, identity, orders
from marketplace.core import clock, ids
from marketplace.core.db import execute, transaction
from marketplace.members import Member
from marketplace.support import cases
from marketplace.web.shared.form import Form, LinesField
from tests.builders.identity import NOW, a_user, csrf, sign_in
from tests.builders.orders import Shelf, a_member, a_shelf, an_order
from tests.proof.plugin import Proof
from tests.web.test_authorisation import World, a_signal, world  # noqa: F401 - a fixture
from tests.web.test_uniform_refusal import face

ROOT = Path(__file__).resolve().parents[2]
OTHER_HOST, HERE = "http://other.localhost", "http://localhost"
# Fields of these kinds hold prose, a tick, a day, a file, a secret, or one of what the page offers.
NAME_NOTHING = (BooleanField, DateTimeField, FileField, LinesField, PasswordField, SelectFieldBase, SubmitField)
_WORDS = """
account address_en address_ru adjusted agreed amount back bank base bic breakage_bp cap card_limit category certificate_rate claimed closes code
codes columns commission_bp commission_fixed contact_email contact_name contact_phone correction_day correction_person_day count_limit country
currency cursor device discount email ends_on example expiry_months fee_permille first_name fresh_days gift_card_rate goods_rate goodwill_day
grace_days holder how iban inn issued_day issued_partner_day issued_person_day issued_value_day keywords known_as kpp language last4 last_name least
left legal_name look_accent look_accent_dark look_accent_text look_accent_text_dark look_art_1 look_art_2 look_art_3 look_hue look_on_accent
look_on_accent_dark look_round look_unit_title_en look_unit_title_ru mail_from mailbox min_points money_per_point most name name_en name_ru note
once_more opens package part1 part2 part3 part4 part5 partner_commission_bp partner_payout_day party payout_day payout_minimum per_member_limit
phone picture points points_per_100 price price_bank price_member price_programme q quoted_points quoted_value rate_source rates receipt
recovery_code ref reference reveal_limit rules seen service_rate share shown slug sort source starts_on step stored_limit sum supplier_ref sure
taken_at tax_number terms time_zone title title_en title_ru to_name topup_day topup_least topup_most topup_price total_limit town undo_minutes
unit_few_ru unit_many_en unit_many_ru unit_one_en unit_one_ru up_to url validity_days value value_max value_min value_step vat vat_bp version
warn_at why why_en why_ru word
"""
WORDS = frozenset(_WORDS.split()) | fraud.LIMITS.keys()
# What a field names lies within something that the page has found already, or is told apart by whoever asks.
WITHIN = {
    "commenting.CommentForm.about": "the run of the address", "commenting.CommentForm.answers": "the run of the address",
    "asker_form.AskerForm.asker": "what the visitor himself heard", "forms.AccountForm.number": "the file that `run` names", "forms.AccountForm.place": "the file that `run` names",
    "forms.CodesForm.offer": "the partner's own offers, by his own name for them", "forms.OfferForm.offer": "the partner's own offers",
    "terms_form.TermsForm.number": "the number that both sides call their contract by", "forms.NewcomerForm.member_number": "one's own, with what only its owner knows",
    "forms.MatchForm.other": "the programme's own entries",
}  # fmt: skip
# What pages read from a query or a bare form by its name, and what names nothing there.
READ = re.compile(
    r'request\.(?:args|form|values)(?:\.get(?:list)?\(|\[)"(\w+)"|"(\w+)" (?:not )?in request\.(?:args|form)|\basked\.get\("(\w+)"'
)
_READ_WORDS = """
another asked back by city claimed code columns country cursor day digest email form from kind language last look newest next opening orders paid
passesUpdatedSince phone points preview q quote ref seen short show sure theme told try v version view way what why
"""
READ_WORDS = frozenset(_READ_WORDS.split())
READ_WITHIN = {
    "after": "the statement of the address", "before": "the timeline of the address", "brand": "the brands that the page offers",
    "offer": "the partner's own draft", "run": "the partner's own runs", "template": "the programme's own answers",
}  # fmt: skip


class Trial(NamedTuple):
    """A page that takes a field: who is a stranger to what it names, and how it is sent.

    theirs, own: which facts of `Strangers` name what is another's and what is the stranger's own; absent: what names nothing. Pages of `path` are
    the stranger's own. `tells`: whether it shows that the stranger's own is there, so that the trial compares something with nothing.
    """

    who: str
    method: str
    path: str
    theirs: str
    own: str
    absent: str
    data: dict[str, str] = {}
    tells: bool = True


PHONED = {"category": "other", "priority": "normal", "title": "t", "text": "t"}
NAMED = {"identified": "number,order"}
TRIED: dict[str, Trial] = {
    "case_form.CaseForm.card": Trial("member", "POST", "/cases", "card", "own_card", "0" * 26, {"what": "refused", "reply": "letter"}),
    "case_form.CaseForm.order": Trial("member", "POST", "/cases", "order", "own_order", "987654321", {"what": "other", "text": "t", "reply": "letter"}),
    "exchange_forms.AskForm.brand": Trial("member", "POST", "/cards/{own_card}/quotes", "brand", "", "nobodys", tells=False),
    "choice_form.ChoiceForm.d": Trial("member", "GET", "/brands/{slug}", "denomination", "own_denomination", "987654321"),
    "choice_form.ChoiceForm.offer": Trial("member", "GET", "/brands/{slug}", "offer", "own_offer", "987654321", tells=False),
    "order_form.OrderForm.quoted_d": Trial("member", "POST", "/brands/{slug}/orders", "denomination", "own_denomination", "987654321", {"price": "450"}, tells=False),
    "order_form.OrderForm.quoted_offer": Trial("member", "POST", "/brands/{slug}/orders", "offer", "", "987654321", {"price": "450", "quoted_value": "500"}, tells=False),
    "wish_form.WishForm.quoted_d": Trial("member", "POST", "/wishes", "denomination", "own_denomination", "987654321"),
    "wish_form.WishForm.quoted_offer": Trial("member", "POST", "/wishes", "offer", "", "987654321", {"quoted_value": "500"}, tells=False),
    "forms.NewCaseForm.member": Trial("staff", "POST", "/console/cases/new", "member", "own_member", "9999999999", PHONED | NAMED),
    "forms.NewCaseForm.card": Trial(
        "staff", "POST", "/console/cases/new", "card", "own_elsewhere_card", "0" * 26, PHONED | NAMED | {"member": "{own_member}"}),
    "forms.IdentityForm.member": Trial("staff", "POST", "/console/cases/{own_case}/identity", "member", "own_member", "9999999999", NAMED),
    "forms.MergeForm.into": Trial("staff", "POST", "/console/cases/{own_case}/merging", "case", "other_case", "987654321"),
    "merge_forms.MergeForm.into": Trial(
        "staff", "POST", "/console/members/{own_member}/merge", "member", "second_member", "9999999999", {"case": "{own_case}", "note": "n"}),
    "merge_forms.OtherForm.into": Trial("staff", "GET", "/console/members/{own_member}/merge", "member", "second_member", "9999999999"),
    "recipient_forms.MemberForm.member": Trial(
        "staff", "POST", "/console/cards/{own_elsewhere_card}/recipient", "member", "second_member", "9999999999", NAMED | {"note": "n"}, tells=False),
    "corrections_evidence.EvidenceForm.case": Trial(
        "staff", "POST", "/console/members/{own_member}/points", "case", "own_case", "987654321",
        {"kind": "credit", "amount": "10", "reason": "fault", "note": "n"}),
    "forms.DecisionForm.member": Trial("staff", "POST", "/console/fraud/{own_signal}/hold", "member", "own_member", "9999999999", {"why": "w"}, tells=False),
    "forms.AccountForm.run": Trial("staff", "GET", "/console/reconciliation/accounts/new", "run", "", "987654321", tells=False),
    "?card": Trial("member", "GET", "/cases/new", "card", "own_card", "0" * 26),
    "?order": Trial("member", "GET", "/cases/new", "order", "own_order", "987654321", tells=False),
    "?call": Trial("staff", "GET", "/console/cards/{own_elsewhere_card}/reissue", "call", "", "987654321", tells=False),
    "?into": Trial("staff", "GET", "/console/cases/{own_case}/merging", "case", "other_case", "987654321"),
    "?member": Trial("staff", "GET", "/console/cases/new", "member", "own_member", "9999999999"),
}  # fmt: skip


UNMISTAKABLE_LENGTH = 9
MADE_ANEW = re.compile(r'(name="(?:ref|asker)"[^>]* value=")\w{26}')


class Browser(NamedTuple):
    """Somebody who is signed in at a host, and the token of their forms."""

    client: FlaskClient
    token: str
    host: str


class Strangers(NamedTuple):
    """Who asks, and by their names what is theirs and what is another's."""

    app: Flask
    member: Browser
    staff: Browser
    facts: dict[str, str]

    def answer(self, of: str, trial: Trial, value: str) -> tuple[int, str]:
        """Status and words for this value of the field, without the value."""
        with self.app.app_context(), transaction():
            execute("DELETE FROM throttle")
        client, token, host = self.member if trial.who == "member" else self.staff
        name, path = re.split(r"[.?]", of)[-1], trial.path.format_map(self.facts)
        sent: dict[str, Any] = {one: said.format_map(self.facts) for one, said in trial.data.items()}
        if "identified" in sent:
            sent["identified"] = sent["identified"].split(",")
        client.get(
            "/" if trial.who == "member" else "/console/", base_url=host
        )  # which shows what the last trial's act had to say
        if trial.method == "POST":
            sent |= {"csrf_token": token, "ref": ids.new_ref(), name: value}
            made = client.post(path, data=sent, base_url=host, content_type="multipart/form-data")
        else:
            made = client.get(path, query_string=sent | {name: value}, base_url=host)
        status, body, _ = face(made)
        said = MADE_ANEW.sub(r"\1…", body + made.headers.get("Location", ""))
        # A short number stands elsewhere in a page, too: of such a one only what the field itself repeats is left out.
        repeated = r"()\b" if len(value) >= UNMISTAKABLE_LENGTH else rf'(name="{name}"[^>]* value="|[?&;]{name}=)'
        return status, re.sub(rf"{repeated}{re.escape(value)}\b", r"\1…", said)


@pytest.fixture
def strangers(world: World) -> Strangers:  # noqa: F811
    """Another member of the programme, with a card; staff of another programme with all roles, a member, cases and a card there."""
    app, shelf, here, now = world.app, world.shelf, world.values, clock.now()
    foreign = world.users["foreign"]
    with app.app_context(), transaction():
        for role in identity.STAFF_ROLES:
            identity.grant(foreign, role, programme_id=world.elsewhere.id, now=NOW)
        joined, user = a_member(shelf.programme, points=5000), a_user().id
        execute("UPDATE members SET user_id = %(user)s WHERE id = %(id)s", {"user": user, "id": joined.id})
        other = a_card_of(replace(joined, user_id=user), shelf)
        there = a_shelf(world.elsewhere)
        member, second = (a_member(world.elsewhere, points=5000) for _ in range(2))
        elsewhere = a_card_of(member, there)
        opened = [
            cases.open_case(
                world.elsewhere.id, channel="letter", category="other", title="t", text="t", contact=cases.Contact(email="a@example.org"),
                member=member, ref=ids.new_ref(), now=now,
            ).case.id
            for _ in range(2)
        ]  # fmt: skip
        strange = a_shelf(world.elsewhere)
        facts = {
            "card": here["public_id"], "order": here["number"], "member": here["member"], "case": here["case_id"], "call": here["call_id"],
            "run": world.runs["catalogue"], "slug": here["slug"], "brand": strange.brand.slug, "denomination": strange.denomination_id,
            "offer": strange.offer_id, "own_card": other["card"], "own_order": other["order"], "own_denomination": shelf.denomination_id,
            "own_offer": shelf.offer_id, "own_member": member.number, "second_member": second.number, "own_elsewhere_card": elsewhere["card"],
            "own_case": opened[0], "other_case": opened[1], "own_signal": a_signal(world.elsewhere.id),
        }  # fmt: skip
    return Strangers(
        app,
        signed_in(app, user, HERE),
        signed_in(app, foreign, OTHER_HOST),
        {name: str(said) for name, said in facts.items()},
    )


def a_card_of(member: Member, shelf: Shelf) -> dict[str, str]:
    """A card of a member, and its order."""
    order = an_order(member, shelf)
    return {"card": giftcards.of_orders([order.id])[order.id].public_id, "order": orders.number_of(order.id)}


def signed_in(app: Flask, user_id: int, host: str) -> Browser:
    """Somebody's browser, signed in at a programme's own host."""
    client: FlaskClient = app.test_client()
    sign_in(client, user_id, fresh=True)
    token, cookie = csrf(client), client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    client.set_cookie(cookie.key, cookie.value, domain=host.removeprefix("http://"))
    return Browser(client, token, host)


def fields() -> Iterator[str]:
    """Every field of a form of ours in which something can be named, as the form and the field are called."""
    forms = [Form]
    while forms:
        form = forms.pop()
        forms += form.__subclasses__()
        if form.__module__.startswith(("marketplace", "partner_portal")):
            for name, field in vars(form).items():
                if isinstance(field, UnboundField) and not issubclass(field.field_class, NAME_NOTHING):
                    yield f"{form.__module__.rpartition('.')[2]}.{form.__name__}.{name}"


@cache
def read() -> frozenset[str]:
    """Every name that a page reads from a query or a bare form."""
    files = [file for folder in ("marketplace/web", "partner_portal") for file in (ROOT / folder).rglob("*.py")]
    found = (hit for file in files for hit in READ.findall(file.read_text(encoding="utf-8")))
    return frozenset(name for hit in found for name in hit if name)


@pytest.mark.proof("P24")
def test_every_field_that_names_an_object_is_in_a_table(app: Flask) -> None:
    named = {field for field in fields() if field.rpartition(".")[2] not in WORDS}
    assert named - TRIED.keys() - WITHIN.keys() == set(), (
        "does it name an object (TRIED), within another (WITHIN), or nothing (WORDS)?"
    )
    tried = {name for name in TRIED if not name.startswith("?")}
    assert (tried | WITHIN.keys()) - named == set(), "a field is gone"
    asked = {name.removeprefix("?") for name in TRIED if name.startswith("?")}
    assert read() - READ_WORDS - READ_WITHIN.keys() - asked == set(), "what does a page read by this name?"


@pytest.mark.proof("P24")
def test_what_a_form_or_query_names_is_absent_where_it_is_anothers(strangers: Strangers, proof: Proof) -> None:
    told = []
    for of, trial in TRIED.items():
        theirs, absent = (strangers.answer(of, trial, value) for value in (strangers.facts[trial.theirs], trial.absent))
        if theirs != absent:
            told.append((of, theirs[0], absent[0]))
        if trial.tells:
            own = strangers.answer(of, trial, strangers.facts[trial.own])
            assert own != absent, f"{of}: its own is not seen either"
    assert told == []
    proof.count("fields of forms and queries alike", len(TRIED))
