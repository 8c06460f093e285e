"""Logs are lines of JSON that carry the request and no secret."""

import json
import logging
import subprocess
import sys

import pytest

from marketplace.core import logs

CANARY = "CANARY-4417"


@pytest.mark.parametrize(
    "key", ["code", "pin", "card_code", "password", "new_password", "csrf_token", "X-Api-Key", "Authorization", "otp"]
)
def test_value_of_a_secret_key_is_hidden_at_any_depth(key: str) -> None:
    event = logs.redact(None, "info", {"event": "e", key: CANARY, "inner": {"list": [{key: CANARY}]}})
    assert CANARY not in json.dumps(event)


@pytest.mark.parametrize("key", ["status", "offer_id", "postcode_area", "opinion", "decoded", "keyword", "spinning"])
def test_value_of_another_key_is_shown(key: str) -> None:
    assert logs.redact(None, "info", {key: CANARY})[key] == CANARY


def test_texts_lose_values_of_statements_passwords_of_addresses_and_queries() -> None:
    text = (
        f"(psycopg.errors.UniqueViolation) twice [SQL: INSERT] [parameters: {{'x': '{CANARY}'}}]",
        f"cannot reach postgresql://me:{CANARY}@db/shop",
        f"GET /password/reset?token={CANARY} 302",
    )
    for event in text:
        shown = logs.redact(None, "error", {"event": event})["event"]
        assert CANARY not in shown
        assert len(shown) > 10


PROGRAM = """
import logging, structlog
from marketplace.core import logs
logs.configure("INFO")
logs.begin(request_id="R-1", path="/offers/<int:id>")
structlog.get_logger("shop").info("order placed", order=7, pin="CANARY-4417")
logging.getLogger("library").warning("slow %s", "answer")
logging.getLogger("kombu").info("not worth a line")
try:
    raise ValueError("bad postgresql://me:CANARY-4417@db")
except ValueError:
    logging.getLogger("library").exception("failed")
"""


def test_every_message_is_one_line_of_json_with_the_request() -> None:
    output = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stdout
    lines = [json.loads(line) for line in output.splitlines()]
    assert [line["event"] for line in lines] == ["order placed", "slow answer", "failed"]
    assert {line["request_id"] for line in lines} == {"R-1"}
    assert lines[0]["pin"] == logs.HIDDEN
    assert "ValueError" in lines[2]["exception"]
    assert CANARY not in output


def test_logging_left_as_it_was() -> None:
    assert logging.getLogger().level != logging.DEBUG
