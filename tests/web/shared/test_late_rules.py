"""Routes write addresses as the library's own do, and prepare for it when one is first wanted."""

import pytest
from flask import Flask
from werkzeug.routing import Map, Rule

from marketplace.web.shared.late_rules import LateRule

ROUTES = [("/cards/<int:card>/<any(csv, pdf):kind>", "card"), ("/about us", "about"), ("/old", "card")]


def addresses(rule: type[Rule]) -> list[str]:
    defaults = [None, None, {"card": 7, "kind": "csv"}]
    known = Map([rule(path, endpoint=name, defaults=more) for (path, name), more in zip(ROUTES, defaults, strict=True)])
    shop = known.bind("shop.test")
    wanted = [("card", {"card": 3, "kind": "pdf", "q": "a b"}), ("about", {}), ("card", {"card": 7, "kind": "csv"})]
    return [shop.build(name, values) for name, values in wanted * 2]


def test_addresses_are_those_of_the_library_and_nothing_is_compiled_before_one_is_wanted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert addresses(LateRule) == addresses(Rule)
    compiled: list[str] = []
    plain = Rule._compile_builder
    monkeypatch.setattr(
        Rule, "_compile_builder", lambda rule, unknown=True: compiled.append(rule.rule) or plain(rule, unknown)
    )
    shop = Map([LateRule(path, endpoint=name) for path, name in ROUTES]).bind("shop.test")
    assert shop.match("/cards/3/pdf") == ("card", {"card": 3, "kind": "pdf"})
    assert compiled == []
    assert [shop.build("about") for _ in range(3)] == ["/about%20us"] * 3
    assert compiled == ["/about us"]


def test_every_route_of_the_shop_is_one_of_them(app: Flask) -> None:
    assert [rule.rule for rule in app.url_map.iter_rules() if not isinstance(rule, LateRule)] == []
