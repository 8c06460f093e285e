"""Passkeys through a real browser with a virtual device: added, shown again, and then enough to sign in alone."""

import re
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import CDPSession, Page, expect

from marketplace import identity
from marketplace.core.db import transaction
from tests.builders.identity import NOW, PASSWORD, a_user, staff, totp, without_authenticator
from tests.builders.members import a_member
from tests.builders.programmes import a_programme

pytestmark = pytest.mark.browser


@pytest.fixture
def device(page: Page) -> Any:
    """A computer with a finger reader whose owner always agrees."""
    session: CDPSession = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    return session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def sign_in(page: Page, who: str) -> None:
    page.goto("/sign-in")
    page.fill("[name=email]", who)
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation(wait_until="networkidle"):
        page.click("form[data-once] button:not([data-peek])")


def ask_for_key(page: Page, name: str, usage: str) -> None:
    page.goto("/passkeys")
    page.fill("[name=name]", name)
    page.locator(f"[name=usage][value={usage}]").check(force=True)
    page.click("form.panel button")


def add_key(page: Page, name: str, usage: str) -> None:
    ask_for_key(page, name, usage)
    expect(page.locator(".settings")).to_contain_text(name)


def test_member_adds_a_passkey_with_one_press_and_signs_in_with_it_alone(app: Flask, page: Page, device: Any) -> None:
    with app.app_context(), transaction():
        a_member(a_programme(), email="anna@example.org")
    sign_in(page, "anna@example.org")
    ask_for_key(page, "Мой ноутбук", "first")
    page.wait_for_url(re.compile(r"/verify\?next=/passkeys"))
    page.fill("main [type=password]", PASSWORD)
    page.click("form[data-once] button:not([data-peek])")
    expect(page.locator(".settings")).to_contain_text("Мой ноутбук")  # what was asked for goes on by itself
    page.goto("/verify?next=/account/profile")
    expect(page.locator("main [type=password]")).to_have_count(0)
    page.click("main form button:has(svg)")
    page.wait_for_url("**/account/profile")
    page.wait_for_load_state("networkidle")  # a late answer would bring its cookie back
    page.context.clear_cookies()
    page.goto("/account/profile")
    page.wait_for_url(re.compile(r"/sign-in\?next="))
    page.click("form[action='/sign-in/passkey'] button")
    page.wait_for_url("**/account/profile")
    expect(page.locator("h1")).to_be_visible()


def test_staff_gives_a_passkey_after_the_password_and_keeps_the_last_factor(
    app: Flask, page: Page, device: Any
) -> None:
    with app.app_context(), transaction():
        programme = a_programme()
        worker = staff(programme, "support", email="ilya@example.org")
        a_member(programme, user=worker, email="ilya@example.org")
        worker_id, secret = worker.id, worker.tf_totp_secret or ""
    sign_in(page, "ilya@example.org")
    page.fill("[name=code]", totp(app, secret))
    with page.expect_navigation(wait_until="networkidle"):
        page.click("form[data-once] button:not([data-peek])")
    add_key(page, "Ключ на столе", "secondary")
    with app.app_context(), transaction():
        without_authenticator(worker_id)
    page.goto("/passkeys")
    page.click(".settings form button")
    expect(page.locator(".notice-bad")).to_be_visible()
    expect(page.locator(".settings")).to_contain_text("Ключ на столе")
    page.context.clear_cookies()
    sign_in(page, "ilya@example.org")
    page.wait_for_url(re.compile(r"/sign-in/passkey"))
    page.click("main form button:has(svg)")
    page.wait_for_url("**/")
    page.goto("/passkeys")
    expect(page.locator(".settings")).to_contain_text("Ключ на столе")


def test_staff_sets_up_a_passkey_at_the_first_sign_in(app: Flask, page: Page, device: Any) -> None:
    with app.app_context(), transaction():
        programme = a_programme()
        worker = a_user("ilya@example.org")
        identity.grant(worker.id, "support", programme_id=programme.id, now=NOW)
    sign_in(page, "ilya@example.org")
    page.wait_for_url("**/second-factor/set-up")
    page.click("main a[href='/passkeys']")
    page.wait_for_url("**/passkeys")
    add_key(page, "Ключ на столе", "secondary")
    page.goto("/console/")
    page.wait_for_url(re.compile(r"/console/"))
    page.context.clear_cookies()
    sign_in(page, "ilya@example.org")
    page.wait_for_url(re.compile(r"/sign-in/passkey"))
    page.click("main form button:has(svg)")
    page.wait_for_url("**/")
    page.goto("/console/")
    expect(page.locator("h1")).to_be_visible()
