"""Looks at the books every hour, and tells the operator once of each trouble and of its end.

In the log it is `books_wrong`, `books_right_again` or `books_not_looked_at`; staff see it above every page of the console.
"""

from collections.abc import Sequence
from datetime import datetime

import structlog
from flask import current_app
from flask_babel import force_locale, gettext

from marketplace import mailings, reports
from marketplace.core import book_checks, clock, faults
from marketplace.core.book_checks import BookCheck
from marketplace.core.db import transaction
from marketplace.core.findings import Finding
from marketplace.jobs.celery_app import celery
from marketplace.settings import Settings

STATEMENT_SECONDS = 300
MAX_FINDINGS_SHOWN = 20
LANGUAGES = ("ru", "en")
log = structlog.stdlib.get_logger("marketplace.jobs.books")


@celery.task(name="books.look")
def look() -> None:
    """Look at them now."""
    look_at(clock.now(), current_app.config["SETTINGS"])


def look_at(now: datetime, settings: Settings) -> list[Finding]:
    """The same for a given moment; returns what is wrong. A look that fails is no all-clear: it raises."""
    try:
        looked = list(
            reports.look(settings.seal_file, known=settings.known_in_database, statement_seconds=STATEMENT_SECONDS)
        )
    except Exception as error:
        log.error("books_not_looked_at", why=faults.trace(error))
        raise
    found = [finding for one in looked for finding in one.findings]
    with transaction():
        before = book_checks.last()
        check = book_checks.record(found, now)
        news = check.trouble != (before.trouble if before else "")
        if news and settings.alert_mail:
            _write(settings, check, found, now)
    if found:
        log.error("books_wrong", findings=len(found), since=str(check.wrong_since), rules=_rules(found))
    elif news:
        log.warning("books_right_again")
    return found


def _rules(found: Sequence[Finding]) -> list[str]:
    return sorted({finding.rule for finding in found})


def _write(settings: Settings, check: BookCheck, found: Sequence[Finding], now: datetime) -> None:
    """A letter in both languages, for it is not known who reads it. Figures stay out of it."""
    subjects, texts = [], []
    for language in LANGUAGES:
        with force_locale(language):
            subjects.append(_subject(bool(found)))
            texts.append(_text(settings, found))
    mailings.post(
        f"books:{check.id}", programme_id=None, recipient=settings.alert_mail, subject=" · ".join(subjects),
        text="\n\n—\n\n".join(texts) + "\n", html="", now=now,
    )  # fmt: skip


def _subject(wrong: bool) -> str:
    return str(gettext("The books are not right") if wrong else gettext("The books are right again"))


def _text(settings: Settings, found: Sequence[Finding]) -> str:
    if not found:
        return str(gettext("The hourly check of the books of %(shop)s found nothing wrong.", shop=settings.public_url))
    said = gettext(
        "The hourly check of the books of %(shop)s found something that must never happen:", shop=settings.public_url
    )
    todo = gettext("To see everything: vitrina verify")
    places = [f"{finding.rule}: {finding.subject}" for finding in found[:MAX_FINDINGS_SHOWN]]
    return "\n".join([str(said), "", *places, *(["…"] if len(found) > MAX_FINDINGS_SHOWN else []), "", str(todo)])
