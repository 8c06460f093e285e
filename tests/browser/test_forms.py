"""Forms before they are sent: what is wrong stands beside its field in the page's language; a password can be read while it is typed."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from marketplace.core.db import transaction
from tests.builders.programmes import a_programme

pytestmark = pytest.mark.browser


@pytest.fixture
def form(app: Flask, page: Page) -> Page:
    """The sign-in of a programme, in Russian."""
    with app.app_context(), transaction():
        a_programme(hosts=("localhost",))
    page.goto("/sign-in")
    return page


def test_a_password_is_read_while_its_button_is_pressed_and_hidden_again(form: Page) -> None:
    box, button = form.locator("#password"), form.locator("[data-peek=password]")
    box.fill("severnoe-siyanie")
    expect(box).to_have_attribute("type", "password")
    expect(button).to_be_visible()
    button.click()
    expect(box).to_have_attribute("type", "text")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(box).to_have_value("severnoe-siyanie")
    button.press("Enter")
    expect(box).to_have_attribute("type", "password")
    expect(button).to_have_attribute("aria-pressed", "false")


def test_what_is_missing_or_odd_is_said_beside_its_field_in_russian_before_anything_is_sent(form: Page) -> None:
    sent: list[str] = []
    form.on("request", lambda request: sent.append(request.method) if request.method == "POST" else None)
    form.locator("form[data-once] button:not([data-peek])").click()
    expect(form.locator("#password-error")).to_have_text("Заполните это поле.")
    expect(form.locator("#password")).to_have_attribute("aria-invalid", "true")
    form.fill("#password", "x")
    expect(form.locator("#password-error")).to_have_count(0)
    assert sent == []


def test_an_address_that_is_none_is_said_in_the_pages_language_when_its_field_is_left(form: Page) -> None:
    for language, words in (("ru", "Это не адрес почты."), ("en", "This is not an email address.")):
        form.context.add_cookies([{"name": "language", "value": language, "url": form.url}])
        form.goto("/sign-up")
        email = form.locator("input[type=email]").first
        email.fill("anna@")
        email.press("Tab")
        expect(form.locator(".field-error").first).to_have_text(words)
        expect(email).to_have_attribute("aria-invalid", "true")
        email.fill("anna@mail.test")
        expect(email).not_to_have_attribute("aria-invalid", "true")
