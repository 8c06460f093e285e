"""A programme's texts as HTML: what is written is read, and nothing else happens."""

import re

import pytest

from marketplace.web.shared.markdown import html


def test_headings_lists_tables_and_links_are_kept() -> None:
    made = html(
        "# Правила\n\n1. один\n2. два\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[почта](mailto:help@shop.test) **важно**"
    )
    for part in ("<h1>Правила</h1>", "<ol>", "<li>два</li>", "<td>2</td>", 'href="mailto:help@shop.test"', "<strong>"):
        assert part in made


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "[x](data:text/html,x)",
        "![x](https://spy.test/x.png)", '<a href="x" onclick="y">z</a>', "<style>*{}</style>", "<iframe src=x></iframe>",
        "[x](vbscript:x)", "<svg onload=alert(1)>", '[x](https://a.test "onmouseover=alert(1)")', "<p style='color:red'>x</p>",
    ],
)  # fmt: skip
def test_nothing_in_a_text_can_act(text: str) -> None:
    tags = re.findall(r"<[^>]*>", html(text).lower())
    assert not any(
        re.search(r"<(script|img|iframe|style|svg)|javascript:|data:|vbscript:|\son\w+=|\sstyle=", tag) for tag in tags
    )


def test_links_leave_without_telling_from_where() -> None:
    assert 'rel="noopener nofollow"' in html("[x](https://a.test)")
