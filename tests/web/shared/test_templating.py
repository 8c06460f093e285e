"""Pages are made by the environment of ours, whoever asks for it first while the application is built."""

from flask import Flask

from marketplace.web.shared.templating import Names, Templates


def test_pages_are_made_with_what_spares_them_work(app: Flask) -> None:
    assert type(app.jinja_env) is Templates
    page = app.jinja_env.get_template("shared/base.html")
    assert page.globals is app.jinja_env.globals, "nothing is compared at each import"
    assert type(page.new_context()) is Names
