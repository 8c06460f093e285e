"""A member's own pages: who he is, what he is told, how he signs in, and how a user becomes a member."""

from flask import Blueprint

from marketplace.web.storefront import account_notifications, account_profile, account_security

blueprint = Blueprint("account", __name__, url_prefix="/account")

blueprint.add_url_rule("/profile", "profile", account_profile.profile, methods=["GET", "POST"])
blueprint.add_url_rule("/cards/<int:card_id>/removal", "unbind", account_profile.unbind, methods=["POST"])
blueprint.add_url_rule("/joining", "joining", account_profile.joining, methods=["GET", "POST"])
blueprint.add_url_rule("/notifications", "notifications", account_notifications.notifications, methods=["GET", "POST"])
blueprint.add_url_rule("/notifications/<kind>", "notify", account_notifications.notify, methods=["POST"])
blueprint.add_url_rule("/security", "security", account_security.security, methods=["GET"])
blueprint.add_url_rule("/sessions/end", "end_sessions", account_security.end_sessions, methods=["POST"])
