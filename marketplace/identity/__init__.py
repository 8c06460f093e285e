"""Who comes in: users with their second factors and sessions, what they may do and where, and the API's clients."""

from marketplace.identity.actions import (
    begin_session,
    create_user,
    end_session,
    end_sessions,
    set_up_authenticator,
    speak,
)
from marketplace.identity.addresses import ask_for_email, confirm_email, email_change
from marketplace.identity.errors import (
    EmailTaken,
    LastGrant,
    NoEmailChange,
    NoGrant,
    OwnGrant,
    UnknownRole,
    UnknownScope,
    WeakPassword,
)
from marketplace.identity.factors import use_up_recovery_code, use_up_totp
from marketplace.identity.grants import Colleague, Held, grant, grant_by_id, grant_of, revoke, team
from marketplace.identity.machines import create_client, revoke_client
from marketplace.identity.models import ApiClient, EmailChange, Grant, Passkey, User, UserSession
from marketplace.identity.permissions import (
    INSTALLATION_ROLES,
    PARTNER_ROLES,
    PERMISSIONS,
    STAFF_ROLES,
    Permission,
    Role,
    roles_with,
)
from marketplace.identity.queries import (
    Client,
    Person,
    addresses,
    can,
    client_by_key,
    clients,
    grants,
    is_session,
    partners_of,
    people_who,
    sessions,
    signed_in,
    user,
    user_by_email,
)
from marketplace.identity.rules import PASSWORD_MAX, PASSWORD_MIN, SCOPES, password_fault
from marketplace.identity.secrets import CIPHERTEXTS, seal_totp, unseal_totp

__all__ = [
    "CIPHERTEXTS", "INSTALLATION_ROLES", "PARTNER_ROLES", "PASSWORD_MAX", "PASSWORD_MIN", "PERMISSIONS", "SCOPES",
    "STAFF_ROLES", "ApiClient", "Client", "Colleague", "EmailChange", "EmailTaken", "Grant", "Held", "LastGrant",
    "NoEmailChange", "NoGrant", "OwnGrant", "Passkey", "Permission", "Person", "Role", "UnknownRole", "UnknownScope",
    "User", "UserSession", "WeakPassword", "addresses", "ask_for_email", "begin_session", "can", "client_by_key",
    "clients", "confirm_email", "create_client", "create_user", "email_change", "end_session", "end_sessions", "grant",
    "grant_by_id", "grant_of", "grants", "is_session", "partners_of", "password_fault", "people_who", "revoke",
    "revoke_client", "roles_with", "seal_totp", "sessions", "set_up_authenticator", "signed_in", "speak", "team",
    "unseal_totp", "use_up_recovery_code", "use_up_totp", "user", "user_by_email",
]  # fmt: skip
