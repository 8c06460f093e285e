"""What was typed, as it is looked for."""

from marketplace.shop import rules


def test_other_layout_goes_both_ways() -> None:
    assert rules.other_layout("ltncrbq vbh") == "детский мир"
    assert rules.other_layout("яфкф") == "zara"
    assert rules.search_words("  Ёлка-2, \x00 «М.видео»  ") == "елка 2 м видео"
