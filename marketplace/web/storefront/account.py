"""A member's own pages: who they are, what they are told, how they sign in, and how a user becomes a member."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from marketplace.web.storefront import (
    account_data,
    account_email,
    account_erasure,
    account_notifications,
    account_profile,
    account_security,
)

blueprint = Blueprint("account", __name__, url_prefix="/account")


@blueprint.get("", strict_slashes=False)
def index() -> ResponseReturnValue:
    """The account begins with the profile."""
    return redirect(url_for(".profile"))


blueprint.add_url_rule("/profile", "profile", account_profile.profile, methods=["GET", "POST"])
blueprint.add_url_rule("/cards/<int:card_id>/removal", "unbind", account_profile.unbind, methods=["POST"])
blueprint.add_url_rule("/data", "data", account_data.data, methods=["GET"])
blueprint.add_url_rule("/data", "ask_for_data", account_data.ask_for_data, methods=["POST"])
blueprint.add_url_rule("/data/<archive_id>", "fetch_data", account_data.fetch_data, methods=["GET"])
blueprint.add_url_rule("/erasure", "erasure", account_erasure.erasure, methods=["GET"])
blueprint.add_url_rule("/erasure", "ask_for_erasure", account_erasure.ask_for_erasure, methods=["POST"])
blueprint.add_url_rule("/erasure/withdrawal", "keep_data", account_erasure.keep_data, methods=["POST"])
blueprint.add_url_rule("/joining", "joining", account_profile.joining, methods=["GET", "POST"])
blueprint.add_url_rule("/moved", "moved", account_profile.moved, methods=["GET"])
blueprint.add_url_rule("/notifications", "notifications", account_notifications.notifications, methods=["GET", "POST"])
blueprint.add_url_rule("/notifications/<kind>", "notify", account_notifications.notify, methods=["POST"])
blueprint.add_url_rule("/security", "security", account_security.security, methods=["GET"])
blueprint.add_url_rule("/sessions/end", "end_sessions", account_security.end_sessions, methods=["POST"])
blueprint.add_url_rule("/email", "email", account_email.email, methods=["GET", "POST"])
blueprint.add_url_rule("/email/works", "email_works", account_email.email_works, methods=["POST"])
blueprint.add_url_rule(
    "/email/confirmation/<token>", "email_confirmation", account_email.email_confirmation, methods=["GET", "POST"]
)
