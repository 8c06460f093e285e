"""What tests of the portal begin with."""

import pytest
from flask import Flask

from tests.web.partner.desk import Desk


@pytest.fixture
def desk(app: Flask) -> Desk:
    """Two partners of one programme and their people."""
    return Desk(app)
