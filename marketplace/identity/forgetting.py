"""What is kept of somebody who signs in, and how it goes when their data are erased."""

from marketplace.core.forgetting import Goes

ERASED = (
    Goes(("user_sessions.agent",), "DELETE FROM user_sessions WHERE user_id = %(user)s"),
    Goes(
        ("passkeys.name", "passkeys.transports", "passkeys.extensions", "passkeys.usage", "passkeys.device_type"),
        "DELETE FROM passkeys WHERE user_id = %(user)s",
    ),
    Goes((), "DELETE FROM sign_in_traces WHERE user_id = %(user)s"),
    Goes(("email_changes.email",), "DELETE FROM email_changes WHERE user_id = %(user)s"),
    Goes(("former_addresses.email",), "DELETE FROM former_addresses WHERE user_id = %(user)s"),
    Goes(
        (
            "letter_requests.email",
            "letter_requests.onward",
            "letter_requests.host",
            "letter_requests.kind",
            "letter_requests.language",
        ),
        "DELETE FROM letter_requests WHERE email = ANY (%(addresses)s::text[])",
    ),
    # An invitation that is open is another partner's letter, and ends by itself.
    Goes(
        ("invitations.email", "invitations.name"),
        """UPDATE invitations SET email = 'erased-' || id || '@invalid', name = ''
            WHERE email NOT LIKE 'erased-%%@invalid' AND (accepted_by = %(user)s OR (email = ANY (%(addresses)s::text[])
              AND (accepted_at IS NOT NULL OR revoked_at IS NOT NULL OR ends_at <= %(now)s)))""",
    ),
    # The address is free for whoever signs up with it.
    Goes(
        (
            "users.email",
            "users.name",
            "users.password",
            "users.tf_totp_secret",
            "users.mf_recovery_codes",
            "users.fs_webauthn_user_handle",
            "users.tf_primary_method",
            "users.language",
            "users.fs_uniquifier",
        ),
        """UPDATE users SET email = 'erased-' || id || '@invalid', name = '', password = NULL, active = false, fs_uniquifier = gen_random_uuid()::text,
                  language = '', tf_primary_method = NULL, tf_totp_secret = NULL, totp_counter = NULL, mf_recovery_codes = NULL,
                  fs_webauthn_user_handle = NULL
            WHERE id = %(user)s AND email NOT LIKE 'erased-%%@invalid'""",
    ),
)
