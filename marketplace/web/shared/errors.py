"""Where every "no" and every fault becomes a page or problem+json: one place for all entry points."""

import logging
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from marketplace.core import faults
from marketplace.core.db import db
from marketplace.core.errors import Forbidden, Refusal
from marketplace.web.shared import headers, lanes, problems, rail, refused_acts

log = logging.getLogger("marketplace.web")
# Serialisation failure, dead-lock, lock not available, statement timeout, too many connections, shutting down, a
# server that only reads (its stand-by has taken over): try again.
TRANSIENT_SQLSTATES = ("40001", "40P01", "55P03", "57014", "53300", "57P01", "57P03", "25006")


def init_app(app: Flask) -> None:
    """Answer every exception of every entry point."""
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(Exception, fault)


def refused(error: Refusal) -> Response:
    """A domain's "no"."""
    if isinstance(error, Forbidden) and error.recorded:
        refused_acts.note(str(error.facts.get("scope", error.code)))
    else:
        refused_acts.note_rule(error)
    response = answer(error.code, error.status, error.facts)
    if "retry_after" in error.facts:
        response.headers["Retry-After"] = str(error.facts["retry_after"])
    return response


def http(error: HTTPException) -> Response:
    """What the framework refuses: unknown address, wrong method, too large, a form out of date."""
    if error.code is None or error.code < 400 or error.response is not None:
        return make_response(error.get_response())
    if error.code >= 500:
        log.error("request %s ended with %s", headers.request_id(), error.code)
    code = "form_expired" if isinstance(error, CSRFError) else problems.code_of(error.code)
    response = answer(code, error.code, {})
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response


def fault(error: Exception) -> Response:
    """What nobody foresaw. The answer says nothing of it, the log says where and what kind."""
    _roll_back()
    if isinstance(
        error, DataError
    ):  # a number or character that no column takes: the caller's fault, and nothing was stored
        return answer("bad_request", 400, {})
    passing = isinstance(error, OperationalError | PoolTimeout) or (
        isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in TRANSIENT_SQLSTATES
    )
    log.error(
        "request %s %s %s failed: %s", headers.request_id(), request.method, request.url_rule or "-", faults.trace(error),
        exc_info=current_app.testing or current_app.debug,
    )  # fmt: skip
    response = answer(*(("unavailable", 503) if passing else ("fault", 500)), {})
    if passing:
        response.headers["Retry-After"] = "5"
    return response


def answer(code: str, status: int, facts: Mapping[str, Any]) -> Response:
    """The answer in a form the caller can read: problem+json, a part of a page, or a page."""
    number = headers.request_id()
    g.refused = code
    if wants_problem():
        # They may name a thing by the number of its row, which no partner learns; its people's pages say them in words.
        facts = {} if "partner" in g else facts
        return problems.answer(code, status, facts=facts, instance=f"urn:vitrina:request:{number}")
    said = problems.words(code, status)
    try:
        body = render_template(_template(status), status=status, code=code, words=said, facts=facts, number=number)
    except Exception as error:
        _roll_back()
        log.error("error page of request %s failed: %s", number, faults.trace(error))
        g.pop("programme", None)
        body = _away(status, number)
    return make_response(body, status)


def _template(status: int) -> str:
    """A part of a page for what is loaded into one; within the desk for whoever works there; else a page of its own."""
    if request.headers.get("HX-Request") and not request.headers.get("HX-Boosted"):
        return "shared/refusal.html"
    return "shared/error_at_desk.html" if status < 500 and rail.at_desk() else "shared/error.html"


def wants_problem() -> bool:
    """Whether a machine asks."""
    if lanes.machine():
        return True
    wanted = request.accept_mimetypes
    best = wanted.best_match(["text/html", "application/json", problems.MEDIA_TYPE], default="text/html")
    return best != "text/html" and wanted[best] > wanted["text/html"]


def _roll_back() -> None:
    try:
        db.session.rollback()
    except Exception as error:
        log.error("roll-back failed: %s", faults.kind(error))


def _away(status: int, number: str) -> str:
    """A page that needs nothing: no database, no programme, no translation."""
    here = request.full_path.rstrip("?") if request.method == "GET" else "/"
    template = current_app.jinja_env.get_template("shared/away.html")
    return template.render(status=status, number=number, here=here)
