"""What a password may be."""

import pytest

from marketplace.identity import PASSWORD_MAX, PASSWORD_MIN, password_fault

ABOUT = ("anna.sokolova@mail.example", "Анна", "Соколова")


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("", "short"),
        ("violet-9!", "short"),
        ("v" + "iolet-umbrella" * 10, "long"),
        ("password123456", "common"),
        ("Qwertyuiop", "common"),
        ("ЙЦУКЕН1234567", "common"),
        ("1234567890", "common"),
        ("0987654321", "common"),
        ("aaaaaaaaaaaa", "common"),
        ("abababababab", "common"),
        ("anna.sokolova", "personal"),
        ("Соколова-Анна", "personal"),
        ("sokolova-anna-1", "personal"),
        ("violet-umbrella-42", None),
        ("correct horse battery", None),
        ("на старом мосту фонарь", None),
        ("соколова и много других слов", None),
    ],
)
def test_password_is_judged_by_what_a_guesser_tries_first(password: str, fault: str | None) -> None:
    assert password_fault(password, ABOUT) == fault


def test_limits_themselves_are_allowed() -> None:
    mixed = "k7#mQ2!zR9"
    assert len(mixed) == PASSWORD_MIN
    assert password_fault(mixed) is None
    assert password_fault((mixed * 13)[:PASSWORD_MAX]) is None
