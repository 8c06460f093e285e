"""A company's papers: few, bounded, of three kinds; photographs redrawn; encrypted, each part bound to its place; for staff alone."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from marketplace.core import audit, papers
from marketplace.core.db import execute
from marketplace.core.encrypted_files import EncryptedFiles
from marketplace.partners.errors import ApplicationEnded, DocumentRefused, NoDocument
from marketplace.partners.joining.applications import Application, application

DOCUMENTS_MAX = 8  # of one application
FILES = EncryptedFiles("papers of partners", "partner_document_parts", "document_id", place_name="partner document")
CIPHERTEXTS = FILES.ciphertexts()


@dataclass(frozen=True, slots=True)
class Document:
    """One paper as lists show it; `size` in bytes."""

    id: int
    name: str
    kind: str
    size: int
    added_at: datetime


def cleaned(content: bytes) -> tuple[bytes, str]:
    """A paper as it is kept, and its kind; what it is is said by its content, not by its name. Raises DocumentRefused."""
    try:
        return papers.cleaned(content)
    except papers.PaperRefused as error:
        raise DocumentRefused(reason=error.facts["reason"]) from None


def add_document(asked: Application, name: str, content: bytes, *, now: datetime) -> None:
    """Keep a paper of an open application; the same again is the same.

    Raises:
        DocumentRefused: also when there are DOCUMENTS_MAX.
        ApplicationEnded: it is decided.
    """
    if not asked.open:
        raise ApplicationEnded(state=asked.state)
    plain, kind = cleaned(content)
    execute("SELECT FROM partner_applications WHERE id = %(id)s FOR UPDATE", {"id": asked.id})
    if len(documents(asked.id)) >= DOCUMENTS_MAX:
        raise DocumentRefused(reason="many", most=DOCUMENTS_MAX)
    row = execute(
        """INSERT INTO partner_documents (application_id, name, kind, size, digest, added_at)
           VALUES (%(application)s, %(name)s, %(kind)s, %(size)s, %(digest)s, %(now)s)
           ON CONFLICT (application_id, digest) DO NOTHING RETURNING id""",
        {
            "application": asked.id, "name": name[-200:] or kind, "kind": kind, "size": len(plain),
            "digest": hashlib.sha256(content).digest(), "now": now,
        },
    ).first()  # fmt: skip
    if row is None:
        return
    FILES.keep(row.id, plain)
    facts = {"document": row.id, "kind": kind, "size": len(plain)}
    audit.record("partners.add_document", f"application:{asked.id}", at=now, before={}, after=facts)


def remove_document(asked: Application, document_id: int, *, now: datetime) -> None:
    """Take a paper away while nothing is decided. Raises NoDocument, ApplicationEnded."""
    if not asked.open:
        raise ApplicationEnded(state=asked.state)
    gone = execute(
        "DELETE FROM partner_documents WHERE id = %(id)s AND application_id = %(application)s RETURNING id",
        {"id": document_id, "application": asked.id},
    ).first()
    if gone is None:
        raise NoDocument
    audit.record(
        "partners.remove_document", f"application:{asked.id}", at=now, before={"document": document_id}, after={}
    )


def documents(application_id: int) -> list[Document]:
    """The papers of an application, in the order in which they came."""
    rows = execute(
        "SELECT id, name, kind, size, added_at FROM partner_documents WHERE application_id = %(id)s ORDER BY id",
        {"id": application_id},
    )
    return [Document(*row) for row in rows]


def application_with(programme_id: int, document_id: int) -> Application:
    """The programme's application that a paper belongs to. Raises NoDocument: unknown and another programme's alike."""
    row = execute(
        """SELECT a.ref FROM partner_documents d JOIN partner_applications a ON a.id = d.application_id
            WHERE d.id = %(id)s AND a.programme_id = %(programme)s""",
        {"id": document_id, "programme": programme_id},
    ).first()
    if row is None:
        raise NoDocument
    return application(programme_id, row.ref)


def document_content(asked: Application, document_id: int, *, now: datetime) -> tuple[Document, bytes]:
    """A paper in the clear, for staff; who read it is recorded. Raises NoDocument."""
    found = [one for one in documents(asked.id) if one.id == document_id]
    if not found:
        raise NoDocument
    content = FILES.whole(document_id)
    assert len(content) == found[0].size, "a paper is whole"
    audit.record("partners.read_document", f"application:{asked.id}", at=now, after={"document": document_id})
    return found[0], content
