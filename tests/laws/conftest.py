"""What the laws of books share."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.laws.looking import Looker


@pytest.fixture
def looker(ctx: Flask) -> Iterator[Looker]:
    """Somebody who looks at the books beside the work on them."""
    looker = Looker()
    yield looker
    looker.close()
