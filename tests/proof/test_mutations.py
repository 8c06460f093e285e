"""The files that P18 lets in: a seed names one, also years later and whatever was made before it."""

import pytest

from tests.proof.files.feeds import FEEDS, Feed
from tests.proof.files.mutations import mutated
from tests.proof.plugin import Proof


@pytest.mark.proof("P18")
@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.name)
def test_a_seed_makes_the_same_file_whatever_was_made_before(feed: Feed, proof: Proof) -> None:
    seeds = range(proof.size(60, 400))
    there = [mutated(feed, seed) for seed in seeds]
    back = [mutated(feed, seed) for seed in reversed(seeds)][::-1]
    assert [seed for seed in seeds if there[seed] != back[seed]] == []
    proof.count("files made again", len(seeds))
