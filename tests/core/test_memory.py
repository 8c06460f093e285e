"""What is remembered for some seconds, and what must not be."""

from collections.abc import Iterator

import pytest
from flask import Flask

from marketplace.core import memory
from marketplace.core.db import transaction
from marketplace.core.memory import Memory


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """One, two, three, with a clock that stands still until a test moves it."""
    monkeypatch.setattr(memory.time, "monotonic", lambda: 100.0)
    return iter(range(1, 100))


@pytest.mark.usefixtures("ctx")
def test_same_question_is_answered_from_memory_until_it_is_old(
    answers: Iterator[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Memory()
    assert [kept.recall("a", lambda: next(answers)) for _ in range(3)] == [1, 1, 1]
    assert kept.recall("b", lambda: next(answers)) == 2
    monkeypatch.setattr(memory.time, "monotonic", lambda: 100.0 + memory.MAX_AGE_SECONDS)
    assert kept.recall("a", lambda: next(answers)) == 3


def test_what_a_transaction_saw_is_not_remembered(ctx: Flask, answers: Iterator[int]) -> None:
    kept = Memory()
    with transaction():
        assert kept.recall("a", lambda: next(answers)) == 1
    assert kept.recall("a", lambda: next(answers)) == 2


@pytest.mark.usefixtures("ctx")
def test_memory_is_bounded_and_forgets_when_told(answers: Iterator[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MAX_ENTRIES", 2)
    kept = Memory()
    assert [kept.recall(key, lambda: next(answers)) for key in "abca"] == [1, 2, 3, 4]
    memory.forget_everything()
    assert kept.recall("a", lambda: next(answers)) == 5
