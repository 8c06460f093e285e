"""The programme that the key belongs to."""

from flask import g

from marketplace import programmes
from marketplace.web.api import access, documents, schemas

blueprint = documents.blueprint("programme", "The programme: its unit of points, its texts.")


class Asked(schemas.Query):
    language: schemas.Language = "en"


@blueprint.get("/programme", responses={200: schemas.Programme})
@access.scope("programme:read")
def show_programme(query: Asked) -> dict[str, object]:
    """The programme of this key

    Its unit and decimals, and the two texts that a member reads and accepts with each order. Scope `programme:read`.
    """
    programme, language = g.programme, query.language
    return access.given(
        schemas.Programme(
            slug=programme.slug,
            name=programme.name(language),
            unit_one=programme.unit_one_en if language == "en" else programme.unit_one_ru,
            unit_many=programme.unit_many_en if language == "en" else programme.unit_many_ru,
            decimals=programme.decimals,
            time_zone=programme.time_zone,
            currency=programme.currency,
            languages=list(programme.languages),
            rules=_text("rules", language),
            offer=_text("offer", language),
        )
    )


def _text(kind: programmes.TextKind, language: str) -> schemas.TextVersion:
    text = programmes.text(g.programme.id, kind, language)
    return schemas.TextVersion(
        version=text.version,
        language=text.language,
        digest=text.digest.hex(),
        body=text.body,
    )
