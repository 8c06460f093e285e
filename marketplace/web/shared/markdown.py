"""A programme's texts, written in Markdown, as HTML that cannot do anything but be read."""

import re

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_TAGS = {
    "h1", "h2", "h3", "h4", "p", "ul", "ol", "li", "strong", "em", "a", "blockquote", "hr", "br", "code", "pre", "table",
    "thead", "tbody", "tr", "th", "td", "s",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto", "tel"}
_parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False}).enable(
    ["table", "strikethrough"]
)


def html(text: str, *, beneath: bool = False) -> Markup:
    """The text as safe HTML: no raw HTML, script, style, picture or strange address comes through.

    `beneath` a page's own heading those of the text are one level deeper.
    """
    made = nh3.clean(
        _parser.render(text), tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener nofollow"
    )
    if beneath:
        made = re.sub(r"(</?h)([1-3])>", lambda found: f"{found[1]}{int(found[2]) + 1}>", made)
    return Markup(made)  # noqa: S704 - cleaned above
