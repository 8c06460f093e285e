"""Which letters somebody got, or which tell of them, and how they go when their data are erased."""

from marketplace.core.forgetting import Goes

ERASED = (
    Goes(
        (
            "mails.recipient",
            "mails.subject",
            "mails.body_text",
            "mails.body_html",
            "mails.reply_to",
            "mails.ref",
            "mail_returns.said",
            "mail_returns.status",
        ),
        """DELETE FROM mails WHERE ref <> %(farewell)s AND (ref = ANY (%(letters)s::text[]) OR (recipient = ANY (%(addresses)s::text[])
              AND (programme_id = %(programme)s OR %(user)s::bigint IS NOT NULL)))""",
    ),
)
