"""When points expire, and what a programme may look like: no database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.programmes import BadSetting, Settings, look, rules


@pytest.mark.parametrize(
    ("months", "end", "earned_on", "last_day"),
    [
        (None, "day", date(2026, 11, 21), None),
        (12, "day", date(2026, 11, 21), date(2027, 11, 21)),
        (1, "day", date(2026, 1, 31), date(2026, 2, 28)),
        (1, "day", date(2028, 1, 31), date(2028, 2, 29)),
        (12, "day", date(2028, 2, 29), date(2029, 2, 28)),
        (24, "month", date(2026, 11, 1), date(2028, 11, 30)),
        (1, "month", date(2026, 1, 31), date(2026, 2, 28)),
        (6, "half_year", date(2026, 1, 1), date(2026, 12, 31)),
        (6, "half_year", date(2026, 12, 31), date(2027, 6, 30)),
        (12, "year", date(2026, 12, 31), date(2027, 12, 31)),
        (1, "year", date(2026, 12, 1), date(2027, 12, 31)),
    ],
)
def test_points_last_so_many_months_and_to_the_end_of_the_period(
    months: int | None, end: str, earned_on: date, last_day: date | None
) -> None:
    assert rules.expiry_of(months, end, earned_on) == last_day


@given(
    st.integers(1, 120),
    st.sampled_from(["day", "month", "half_year", "year"]),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
)
def test_points_earned_later_never_expire_sooner(months: int, end: str, earned_on: date) -> None:
    first = rules.expiry_of(months, end, earned_on)
    second = rules.expiry_of(months, end, earned_on + timedelta(days=1))
    assert first is not None
    assert second is not None
    assert earned_on < first <= second


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Shop.Example.ORG:8000", "shop.example.org"),
        (" shop. ", "shop"),
        ("[::1]:80", "[::1]"),
        ("127.0.0.1:1", "127.0.0.1"),
    ],
)
def test_a_host_is_compared_in_its_plain_form(typed: str, plain: str) -> None:
    assert rules.plain_host(typed) == plain


@pytest.mark.parametrize("host", ["", "a b", "-a", "a..b", "x" * 254, "a/b", "host\0", "ы.рф"])
def test_what_is_no_host_name_is_refused(host: str) -> None:
    with pytest.raises(BadSetting):
        rules.check_host(host)


GOOD = Settings(slug="altitude", name_ru="Высота", name_en="Altitude")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slug", ""), ("slug", "A"), ("slug", "a" * 41), ("slug", "a b"),
        ("name_ru", ""), ("name_ru", " "), ("name_en", "x" * 81), ("name_en", "<b>"), ("name_en", "a\nb"),
        ("unit_one_ru", ""), ("unit_many_en", "x" * 31), ("decimals", 3), ("decimals", -1),
        ("time_zone", "Mars/Olympus"), ("time_zone", ""), ("languages", ()), ("languages", ("de",)), ("languages", ("ru", "ru")),
        ("currency", "rub"), ("currency", "RUBL"), ("expiry_months", 0), ("expiry_months", 121), ("expiry_end", "week"),
        ("reveal_limit", -1), ("reveal_limit", 2**63), ("mail_from", "nobody"), ("mail_from", "a@b.ru\nBcc: c@d.ru"),
        ("look", {"accent": "red"}), ("look", {"strange": "1"}), ("logo_svg", "<b>"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_refused_by_name(field: str, value: object) -> None:
    with pytest.raises(BadSetting) as refused:
        rules.check(Settings(**{"slug": "altitude", "name_ru": "Высота", "name_en": "Altitude", field: value}))  # type: ignore[arg-type]
    assert refused.value.facts["field"] in (field, *look.SKIN, "strange")


def test_good_settings_are_taken() -> None:
    rules.check(GOOD)


GARAGE = {
    "hue": "75", "accent": "#1f1f1d", "accent-dark": "#f7cf3d", "on-accent": "#ffffff", "on-accent-dark": "#1f1c0a",
    "accent-text": "#6b5200", "accent-text-dark": "#f7cf3d", "art-1": "#1b1a17", "art-2": "#3a3426", "art-3": "#f0b90b",
    "round": ".5".rjust(3, "0"), "mark": "wheel", "unit_title_ru": "Баллы",
}  # fmt: skip


def test_a_look_becomes_a_style_sheet_of_its_own() -> None:
    look.check(GARAGE)
    sheet = look.css(GARAGE)
    assert sheet.startswith("@layer skin {")
    assert "--skin-accent: #1f1f1d;" in sheet
    assert "Баллы" not in sheet
    assert look.css({}) == ""


@pytest.mark.parametrize(
    "value", ["#fff", "red", "#12345g", "#123456;", "url(x)", "#1f1f1d} body{display:none", 17, None, ""]
)
def test_no_strange_value_enters_a_style_sheet(value: object) -> None:
    with pytest.raises(BadSetting):
        look.check({"accent": value})
    assert look.css({"accent": value}) == ""


@pytest.mark.parametrize(
    ("name", "colour"),
    [
        ("on-accent", "#3c3ca0"),
        ("accent", "#e0e0ff"),
        ("accent-text", "#b0b0b0"),
        ("art-1", "#d0d0ff"),
        ("accent-dark", "#202030"),
    ],
)
def test_a_look_that_cannot_be_read_is_refused(name: str, colour: str) -> None:
    with pytest.raises(BadSetting, match="contrast"):
        look.check({name: colour})


def test_contrast_is_that_of_the_standard() -> None:
    assert look.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert look.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert look.contrast("#ffffff", "#777777") == look.contrast("#777777", "#ffffff")


@pytest.mark.parametrize(
    "svg",
    [
        '<svg onload="alert(1)"></svg>', "<svg><script>alert(1)</script></svg>", '<svg><a href="x"><path/></a></svg>',
        '<svg><image xlink:href="data:x"/></svg>', "<svg><style>*{}</style></svg>", "<svg><foreignObject/></svg>",
        '<!DOCTYPE svg [<!ENTITY x "y">]><svg>&x;</svg>', '<svg><path fill="url(http://x)"/></svg>', "<svg><path</svg>",
        "<svg><?xml-stylesheet?></svg>", '<svg><animate attributeName="x"/></svg>', "<svg>" + "<g/>" * 9000 + "</svg>",
        '<svg><path style="x"/></svg>', "<p>", "<svg><use/></svg>", "<svg><![CDATA[<script>]]></svg>",
    ],
)  # fmt: skip
def test_a_logo_that_could_do_something_is_refused(svg: str) -> None:
    with pytest.raises(BadSetting):
        look.check_logo(svg)


def test_a_drawn_logo_is_taken() -> None:
    look.check_logo('<svg viewBox="0 0 30 30"><title>Wing</title><g><path d="M0 0L9 9" fill="#123456"/></g></svg>')
    look.check_logo("")
