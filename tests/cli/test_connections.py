"""A start that could run out of connections to the database is refused in one line."""

import psycopg
import pytest
from flask import Flask

from marketplace.cli import connections
from marketplace.settings import Settings, SettingsRefused


@pytest.fixture
def settings(app: Flask) -> Settings:
    kept: Settings = app.config["SETTINGS"]
    return kept


def test_the_usual_sizes_fit(settings: Settings) -> None:
    wanted = connections.budget(settings)
    assert wanted == (1 * (4 + connections.WEB_MORE), 2 + connections.WORKER_MORE, 4, 10)
    connections.check(settings)


def test_too_many_processes_are_refused_with_the_sum(settings: Settings) -> None:
    greedy = settings.model_copy(update={"web_workers": 8, "web_threads": 16})
    with pytest.raises(SettingsRefused) as refused:
        connections.check(greedy)
    assert "160 web + 5 worker + 4 timetable + 10 reserved = 179, of 117" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_limit_of_the_database_counts_too(settings: Settings, owner_url: str, database: str) -> None:
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute(f"ALTER DATABASE {database} CONNECTION LIMIT 20")
        try:
            with pytest.raises(SettingsRefused, match="of 20;"):
                connections.check(settings)
        finally:
            owner.execute(f"ALTER DATABASE {database} CONNECTION LIMIT -1")


def test_a_database_that_does_not_answer_stops_no_start(settings: Settings) -> None:
    connections.check(settings.model_copy(update={"database_url": "postgresql://x@/x?host=/nowhere"}))
