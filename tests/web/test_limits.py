"""What costs or sends is counted by the one system of limits: each page that changes something has a limit, or says here why it needs none."""

import re

import pytest
from flask import Flask

from marketplace.core.db import execute, transaction
from marketplace.web import api, hooks
from marketplace.web.shared.entry_points import access
from tests.builders.identity import NOW, a_user, csrf, sign_in
from tests.builders.orders import a_member, a_shelf, an_order
from tests.builders.partners import a_partner
from tests.builders.programmes import a_programme

OWNER = "owner@example.org"
# Who may see it is no question of rights: everybody, or whoever has signed in, which the library itself asks.
OPEN = ("anybody", "signed in")

# Cheap, and nothing leaves the house: a choice kept in a cookie, a row that is written once, a decision that can be taken once.
UNCOUNTED = {
    "cookies of the visitor": {"console.training.leave", "languages.choose", "themes.choose", "storefront.city.choose", "security.logout"},
    "a decision that can be taken once, by staff": {
        "console.codes.release", "console.codes.withdraw", "console.partners.propose", "console.partners.refuse", "console.partners.take",
        "console.people.give", "console.people.take", "console.programme.settings.propose", "console.programme.texts.propose", "console.programme.exchanges.propose",
        "console.returned_codes.restock", "console.returned_codes.retire", "console.runs.apply", "console.runs.discard", "console.runs.stop",
        "console.cases.take", "console.cases.take_it", "console.cases.retire_template",
        "console.cases.set_desk", "console.supplied.decide", "console.alarms.answer", "console.codes.set_threshold", "console.acceptances.end", "console.acceptances.propose",
        "console.settlements.draw", "console.settlements.send", "console.settlements.decide", "console.contracts.begin", "console.contracts.propose",
        "console.contracts.sign", "console.contracts.refuse", "console.payouts.draft", "console.payouts.ask", "console.payouts.make_file", "console.payouts.hand",
        "console.promotions.propose", "console.promotions.sign", "console.promotions.refuse", "console.payouts.drop", "console.payouts.happened", "console.accounts.propose", "console.adjustments.propose", "console.accounts.agree",
        "console.netting.draft", "console.netting.approve", "console.netting.send", "console.netting.drop",
        "console.reconciling.deposit", "console.reconciling.propose_account", "console.reconciling.close_account", "console.reconciling.match_expected", "console.reconciling.match_entry", "console.reconciling.part",
        "console.reconciling.give_up", "console.reconciling.tell_apart", "console.reconciling.release", "console.reconciling.set_aside", "console.reconciling.take_up", "console.reconciling.mend", "console.reconciling.leave_out",
        "console.till_lines.match", "console.till_lines.part", "console.till_lines.dismiss", "console.till_lines.clear",
    },
    "one person's typing: remarks and drafts": {
        "console.cases.note", "console.cases.look", "console.cases.add_template", "console.cases.save_template",
        "console.runs.resolve_comment", "console.runs.write_comment", "partner.runs.resolve_comment", "partner.runs.write_comment",
        "partner.editor.drop", "partner.editor.reopen", "partner.editor.restore", "partner.editor.save", "partner.editor.send", "partner.editor.take_out",
    },
    "a row of the partner's own": {
        "partner.brands.add", "partner.brands.describe", "partner.brands.drop_picture", "partner.brands.take_back", "partner.brands.write_note", "partner.codes.release", "partner.codes.withdraw",
        "partner.codes.set_threshold", "partner.returned_codes.restock", "partner.returned_codes.retire", "partner.alarms.answer", "partner.questions.answer",
        "partner.offline.call_off", "partner.offline.cut_off", "partner.offline.switch_off", "partner.offline.switch_on", "partner.runs.apply", "partner.runs.discard", "partner.runs.stop", "partner.shops.add", "partner.shops.change", "partner.shops.close",
        "partner.shops.lift", "partner.team.change", "partner.team.remove", "partner.team.revoke", "partner.terminals.add",
        "partner.profile.change",
        "partner.terminals.close", "partner.terminals.revoke", "partner.webhooks.finish", "partner.webhooks.remove", "partner.webhooks.rotate",
        "partner.settlements.accept", "partner.settlements.dispute", "partner.settlements.withdraw", "partner.contract.sign",
        "partner.promotions.propose", "partner.promotions.sign", "partner.promotions.refuse", "partner.contract.propose", "partner.contract.refuse",
        "partner.webhooks.show_key", "partner.webhooks.switch", "partner.joining.remove_paper",
    },
    "asked by phones, with a pass's own token": {"wallet_service.register", "wallet_service.unregister", "wallet_service.log"},
    "counted where a till's codes are": {"partner.cards.reverse", "partner.cards.take", "partner.scan.check"},
    "passed by a key or a code that is counted": {
        "security.tf_select", "security.two_factor_rescue", "security.wan_signin", "security.wan_signin_response", "security.wan_verify",
        "security.wan_verify_response",
    },
}  # fmt: skip
BY_PARTS = (
    "approvals.",
    ".write_note",
    ".settlements.remark",
    ".catalogue.",
    "mailbox.",
)  # acts of two, notes and drafts: one person's typing


def test_every_page_that_changes_something_is_counted_or_needs_no_count(app: Flask) -> None:
    machines = {blueprint.name for blueprint in (*api.ENTRY_POINT.machines, *hooks.ENTRY_POINT.machines)}
    counted, free = set(app.extensions["limits"]), set().union(*UNCOUNTED.values())
    changing = {
        rule.endpoint for rule in app.url_map.iter_rules()
        if {"POST", "PUT", "DELETE"} & set(rule.methods or ()) and rule.endpoint.split(".")[0] not in machines | {"api", "terminal"}
    }  # fmt: skip
    assert sorted(
        one for one in changing - counted - free
        if not any(part in one for part in BY_PARTS) and not app.url_map._rules_by_endpoint[one][0].rule.startswith("/api/")
    ) == []  # fmt: skip
    assert not counted & free


def test_what_somebody_may_not_do_uses_up_nothing(app: Flask) -> None:
    """Least of all the letters of whose address they name: every counted page that asks something of its visitor."""
    with app.app_context(), transaction():
        owner = a_partner(a_programme(hosts=("localhost",))).slug
        stranger = a_user().id
        a_user(OWNER)
    words, asked = {"partner": owner, "change": "freeze"}, []
    for who in (None, stranger):
        client = app.test_client()
        if who is not None:
            sign_in(client, who)
        data = {"csrf_token": csrf(client), "email": OWNER, "role": "cashier", "language": "en"}
        for rule in app.url_map.iter_rules():
            if rule.endpoint in app.extensions["limits"] and access(app, rule.endpoint) not in OPEN:
                path = re.sub(r"<(?:[^<>]*:)?(\w+)>", lambda part: words.get(part[1], "1"), rule.rule)
                method = "POST" if "POST" in (rule.methods or ()) else "GET"
                answer = client.open(path, method=method, data=data if method == "POST" else None)
                asked.append((rule.endpoint, answer.status_code))
    assert {status for _, status in asked} <= {302, 404}
    assert ("partner.team.invite", 404) in asked
    with app.app_context():
        assert [row.key for row in execute("SELECT key FROM throttle") if not row.key.startswith("refused|")] == []


@pytest.mark.parametrize(
    ("path", "most"),
    [("/cards/{card}/freeze", 30), ("/account/profile", 30), ("/points/statement.csv", 30), ("/recovery-codes", 30)],
)
def test_one_person_is_held_up_and_another_is_not(app: Flask, path: str, most: int) -> None:
    with app.app_context(), transaction():
        programme = a_programme(hosts=("localhost",))
        shelf, people = a_shelf(programme), [a_user().id, a_user().id]
        members = [a_member(programme, points=1_000) for _ in people]
        for member, person in zip(members, people, strict=True):
            execute("UPDATE members SET user_id = %(user)s WHERE id = %(id)s", {"user": person, "id": member.id})
        card = an_order(members[0], shelf, now=NOW).card
    answers = []
    for person, times in zip(people, (most + 1, 1), strict=True):
        client = app.test_client()
        sign_in(client, person, fresh=True)
        data = {"csrf_token": csrf(client)}
        for _ in range(times):
            address = path.format(card=card)
            answer = client.get(address) if "statement" in path else client.post(address, data=data)
            answers.append(answer.status_code)
    assert 429 not in answers[:most]
    assert answers[most] == 429
    assert answers[most + 1] != 429
