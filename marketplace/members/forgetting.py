"""What is kept of a member, and how it goes when their data are erased."""

from marketplace.core.forgetting import Goes

ERASED_NAME = "—"
ERASED = (
    Goes(("member_notifications.kind",), "DELETE FROM member_notifications WHERE member_id = %(member)s"),
    Goes(
        ("unreachable_emails.email",),
        "DELETE FROM unreachable_emails WHERE programme_id = %(programme)s AND email = ANY (%(addresses)s::text[])",
    ),
    Goes(("guest_members.email",), "DELETE FROM guest_members WHERE member_id = %(member)s"),
    Goes(("member_cards.token",), sealed="bank_cards"),
    Goes(
        (
            "members.first_name",
            "members.last_name",
            "members.email",
            "members.phone",
            "members.city_slug",
            "members.language",
        ),
        f"""UPDATE members SET first_name = '{ERASED_NAME}', last_name = '', email = '', phone = '', city_slug = NULL, language = ''
            WHERE id = %(member)s AND (first_name <> '{ERASED_NAME}' OR email <> '')""",  # noqa: S608 - our own word
    ),
)
