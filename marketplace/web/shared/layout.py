"""What every page needs besides its own content: filters, language and theme switches, names for the layout."""

from typing import Any

from flask import Flask, g, request

from marketplace.web.shared import filters, languages, theme


def init_app(app: Flask) -> None:
    """Prepare the application's templates and register the two switches."""
    filters.init_app(app)
    app.register_blueprint(languages.blueprint)
    app.register_blueprint(theme.blueprint)
    app.context_processor(names)


def names() -> dict[str, Any]:
    """The names that shared/base.html and the layouts read; each entry point adds its own."""
    programme = g.get("programme")
    return {
        "programme": programme,
        "locale": filters.language(),
        "theme": theme.current(),
        "tongues": languages.tongues(programme) if programme else [],
        "here": request.full_path.rstrip("?") if request.method == "GET" else "/",
    }
