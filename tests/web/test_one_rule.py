"""Numbers are read by one parser and one-line texts by one rule, at every door: boxes of the shop, filters, the API, names of keys and clients."""

import click
import pytest
from flask import Flask
from pydantic import ValidationError
from wtforms.validators import Optional

from marketplace.cli import clients
from marketplace.core.listing import Locale, Numbers
from marketplace.web.api import schemas
from marketplace.web.api.terminal.schemas import NewCapture
from marketplace.web.shared.form import Form, LineField, LinesField, NumberField, ReceiptField
from marketplace.web.shared.security.factor_forms import PasskeyNameForm
from marketplace.web.shared.vault_pages.forms import ReasonForm
from marketplace.web.storefront import amounts

ENGLISH, RUSSIAN = Locale(commas_group=True), Locale()


@pytest.mark.parametrize(
    ("typed", "in_english", "in_russian"),
    [
        ("1000", 100_000, 100_000), ("1 000", 100_000, 100_000), ("1\u00a0000", 100_000, 100_000), ("12,5", 1_250, 1_250), ("12.50", 1_250, 1_250),
        ("1,000", 100_000, None), ("1.000", None, None), ("1e3", None, None), ("١٠٠", None, None), ("-5", None, None), ("12.505", None, None),
        ("10 00", None, None), ("9" * 19, None, None),
    ],
)  # fmt: skip
def test_an_amount_is_what_it_means_to_every_reader_or_is_asked_again(
    typed: str, in_english: int | None, in_russian: int | None
) -> None:
    for commas_group, wanted in ((True, in_english), (False, in_russian)):
        try:
            found: int | None = amounts.parse(typed, 2, commas_group=commas_group)
        except ValueError:
            found = None
        assert found == wanted


@pytest.mark.parametrize(("typed", "locale", "wanted"), [
    ("1 000", RUSSIAN, 1000), ("1,000", ENGLISH, 1000), ("1,000", RUSSIAN, None), ("1.000", ENGLISH, None), ("1e3", RUSSIAN, None), ("٣", RUSSIAN, None),
    ("\u22125", RUSSIAN, -5), ("9" * 30, RUSSIAN, None),
])  # fmt: skip
def test_a_filter_reads_numbers_by_the_same_parser(typed: str, locale: Locale, wanted: int | None) -> None:
    try:
        condition = Numbers("left", "left").read({"left_from": typed}, locale)
        found = condition.parameters["left_from"] if condition else None
    except ValueError:
        found = None
    assert found == wanted


@pytest.mark.parametrize("model", [schemas.Reveal, schemas.NewCancellation])
def test_one_line_of_the_api_is_cleaned_and_has_no_line_break_and_no_card_number(model: type[schemas.Reveal]) -> None:
    assert model.model_validate({"why": " lost\u00ad card\u00a07 "}).why == "lost card\u00a07"
    for wrong in ("two\nlines", "a\tb", "card 4276 5500 1234 5677", "a\x00b"):
        with pytest.raises(ValidationError):
            model.model_validate({"why": wrong})


def test_a_receipt_of_digits_is_no_payment_card_and_still_one_line() -> None:
    assert NewCapture(ref="r", amount=1, receipt="4276550012345677").receipt == "4276550012345677"
    with pytest.raises(ValidationError):
        NewCapture(ref="r", amount=1, receipt="a\nb")


def test_a_name_of_a_client_and_of_a_passkey_and_a_reason_are_one_line(app: Flask) -> None:
    assert clients._name(" Kiosk\u200b 4 ") == "Kiosk 4"
    with pytest.raises(click.BadParameter):
        clients._name("Kiosk\n4")
    for form_of, box in ((ReasonForm, "why"), (PasskeyNameForm, "name")):
        with app.test_request_context("/", method="POST", data={box: "my\tphone", "usage": "first"}):
            form = form_of(meta={"csrf": False})
            assert not form.validate()
            assert form[box].errors
        with app.test_request_context("/", method="POST", data={box: " my\u00ad phone ", "usage": "first"}):
            assert form_of(meta={"csrf": False})[box].data == "my phone"


class Boxes(Form):
    """One box of each kind that people type into."""

    number = NumberField(validators=[Optional()])
    line = LineField()
    lines = LinesField()
    receipt = ReceiptField()


@pytest.mark.parametrize(("typed", "wanted"), [
    ("1000", 1000), (" 1 000 ", 1000), ("1\u00a0000", 1000), ("-5", -5), ("", None), (" ", None),
    *((wrong, False) for wrong in ("1_000", "1e3", "١٠٠", "１０", "1.000", "+5", "0x10", "12.5", "9" * 19, "five")),
])  # fmt: skip
def test_a_whole_number_in_a_form_is_read_by_the_one_parser(app: Flask, typed: str, wanted: int | bool | None) -> None:
    with app.test_request_context("/", method="POST", data={"number": typed}):
        form = Boxes(meta={"csrf": False})
        assert form.validate() == (wanted is not False)
        assert form.number.data == (wanted or None)


def test_texts_in_a_form_are_cleaned_and_hold_nothing_that_is_not_seen(app: Flask) -> None:
    def sent(**typed: str) -> tuple[Boxes, bool]:
        with app.test_request_context("/", method="POST", data=typed):
            form = Boxes(meta={"csrf": False})
            return form, form.validate()

    form, good = sent(line=" Roga\u00ad & Co ", lines=" one\r\ntwo\t2 ", receipt="4276550012345677")
    assert good
    assert (form.line.data, form.lines.data, form.receipt.data) == ("Roga & Co", "one\ntwo\t2", "4276550012345677")
    for box, wrong in (
        ("line", "a\tb"), ("line", "a\nb"), ("line", "a\u202eb"), ("line", "4276 5500 1234 5677"), ("receipt", "a\nb"),
        ("lines", "a\u202eb"), ("lines", "a\x00b"), ("lines", "4276 5500 1234 5677"),
    ):  # fmt: skip
        form, good = sent(**{box: wrong})
        assert (good, len(form[box].errors), form[box].data) == (False, 1, wrong), (box, wrong)
