"""Apple's web service for passes: a phone registers, asks what has changed, and takes the pass anew.

Requests and answers as in Apple, "Adding a Web Service to Update Passes". Whoever shows a pass's token may have that pass; the list of what
has changed names serials alone, and the device's own name is what it is asked by.
"""

import binascii
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from flask import Blueprint, Response, jsonify, make_response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound, Unauthorized

from marketplace import wallets
from marketplace.core import clock
from marketplace.core.actors import SYSTEM
from marketplace.core.db import transaction
from marketplace.integrations.wallets import apple, showing
from marketplace.wallets import Pass

SCHEME = "ApplePass "
DEVICE_MAX = 100
blueprint = Blueprint("wallet_service", __name__, url_prefix="/wallet/v1")


@blueprint.post("/devices/<device>/registrations/<pass_type>/<serial>")
def register(device: str, pass_type: str, serial: str) -> ResponseReturnValue:
    of = _shown(pass_type, serial)
    said = request.get_json(silent=True)
    token = said.get("pushToken") if isinstance(said, dict) else None
    try:
        push = bytes.fromhex(token) if isinstance(token, str) and len(device) <= DEVICE_MAX else b""
    except (ValueError, binascii.Error):
        push = b""
    if not push:
        return "", 400
    with transaction(by=SYSTEM):
        first = wallets.register(of, device, push[:DEVICE_MAX], now=clock.now())
    return "", 201 if first else 200


@blueprint.delete("/devices/<device>/registrations/<pass_type>/<serial>")
def unregister(device: str, pass_type: str, serial: str) -> ResponseReturnValue:
    of = _shown(pass_type, serial)
    with transaction(by=SYSTEM):
        wallets.unregister(of, device)
    return "", 200


@blueprint.get("/devices/<device>/registrations/<pass_type>")
def changed(device: str, pass_type: str) -> ResponseReturnValue:
    _issuer(pass_type)
    found = wallets.of_device(device[:DEVICE_MAX], _tag(request.args.get("passesUpdatedSince", "")), now=clock.now())
    if not found:
        return "", 204
    return jsonify(
        serialNumbers=[serial for serial, _ in found], lastUpdated=str(max(at for _, at in found).timestamp())
    )


@blueprint.get("/passes/<pass_type>/<serial>")
def newest(pass_type: str, serial: str) -> ResponseReturnValue:
    of, issuer, now = _shown(pass_type, serial), _issuer(pass_type), clock.now()
    changed_at = wallets.changed_at(of, now=now).replace(microsecond=0)
    known = request.headers.get("If-Modified-Since")
    if known and _moment(known) == changed_at:
        return "", 304
    response = make_response(apple.package(showing.facts(of, now), issuer, showing.icon()))
    response.headers["Content-Type"] = apple.CONTENT_TYPE
    response.headers["Last-Modified"] = format_datetime(changed_at.astimezone(UTC), usegmt=True)
    return response


@blueprint.post("/log")
def log() -> ResponseReturnValue:
    """What phones complain about; nothing of it is kept, because anybody may send it."""
    return Response("", 200)


def _issuer(pass_type: str) -> apple.Issuer:
    issuer = showing.apple_issuer()
    if issuer is None or issuer.pass_type != pass_type:
        raise NotFound
    return issuer


def _shown(pass_type: str, serial: str) -> Pass:
    """The pass for whoever shows its token; unknown serials and wrong tokens look alike."""
    _issuer(pass_type)
    given = request.headers.get("Authorization", "")
    try:
        of = wallets.pass_of(serial)
    except wallets.NoPass:
        raise Unauthorized from None
    if not given.startswith(SCHEME) or not wallets.is_token(given.removeprefix(SCHEME), of):
        raise Unauthorized
    return of


def _tag(said: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(said), UTC) if said else None
    except (ValueError, OverflowError, OSError):
        return None


def _moment(said: str) -> datetime | None:
    try:
        return parsedate_to_datetime(said)
    except ValueError:
        return None
