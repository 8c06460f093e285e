"""How companies become partners, and what becomes of them then."""

from marketplace.partners.joining.applications import (
    Application,
    Company,
    admit,
    application,
    application_by_token,
    application_of,
    apply,
    check_slug,
    checked,
    complete,
    hold,
    invite,
    numbers_of,
    refuse,
    shops_told,
    waiting,
)
from marketplace.partners.joining.documents import (
    CIPHERTEXTS,
    Document,
    add_document,
    application_with,
    document_content,
    documents,
    remove_document,
)
from marketplace.partners.joining.states import (
    Event,
    Unsettled,
    came_with,
    events,
    hidden_on,
    leave,
    must_work,
    reinstate,
    suspend,
)

__all__ = [
    "CIPHERTEXTS", "Application", "Company", "Document", "Event", "Unsettled", "add_document", "admit", "application",
    "application_by_token", "application_of", "application_with", "apply", "came_with", "check_slug", "checked", "complete", "document_content", "documents", "events",
    "hidden_on", "hold", "invite", "leave", "must_work", "numbers_of", "refuse", "reinstate", "remove_document", "shops_told", "suspend", "waiting",
]  # fmt: skip
