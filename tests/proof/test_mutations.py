"""The files that P18 lets in: a seed names one, also years later and whatever was made before it."""

import pytest

from tests.proof.files.feeds import FEEDS, Feed
from tests.proof.files.mutations import mutated

SEEDS = range(400)


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.name)
def test_a_seed_makes_the_same_file_whatever_was_made_before(feed: Feed) -> None:
    there = [mutated(feed, seed) for seed in SEEDS]
    back = [mutated(feed, seed) for seed in reversed(SEEDS)][::-1]
    assert [seed for seed in SEEDS if there[seed] != back[seed]] == []
