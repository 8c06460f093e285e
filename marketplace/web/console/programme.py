"""The programme's own pages: its texts, its settings, and what may be done with cards."""

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from marketplace.identity import Permission
from marketplace.web.console import exchange_rules, programme_settings, programme_texts, programme_words
from marketplace.web.shared.places import Place
from marketplace.web.shared.security import may

PLACE = Place("console.programme.texts.index", _l("Programme"), "file-text", Permission.PROGRAMME_READ, "t")
blueprint = Blueprint("programme", __name__, url_prefix="/programme")
blueprint.register_blueprint(programme_texts.blueprint)
blueprint.register_blueprint(programme_settings.blueprint)
blueprint.register_blueprint(exchange_rules.blueprint)


@blueprint.context_processor
def names() -> dict[str, object]:
    """What the pages call texts and languages, and whether the visitor may propose."""
    return {
        "text_kinds": programme_words.TEXTS, "text_languages": programme_words.LANGUAGES,
        "may_propose": may(Permission.PROGRAMME_PROPOSE),
    }  # fmt: skip
