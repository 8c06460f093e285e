"""Pictures of brands and the programme's own look, under addresses that change with what they show."""

import hashlib
from functools import lru_cache
from typing import Protocol

from flask import Blueprint, Flask, Response, abort, g, request

from marketplace import partners, programmes
from marketplace.partners import brandmark
from marketplace.programmes import Programme
from marketplace.web.shared.templating import url_for

A_YEAR_S = 365 * 24 * 3600
SHORT_CACHE_S = 300
# A picture is a drawing and nothing else, also for anyone who opens its address by itself.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

blueprint = Blueprint("looks", __name__)


class Branded(Protocol):
    """What must be known of a brand to draw it."""

    slug: str
    name_ru: str
    initials: str
    palette: str
    motif: str
    picture: str


def init_app(app: Flask) -> None:
    """Let every template write `brand|face_url`, `brand|mark_url` and `brand|ink`."""
    app.jinja_env.filters.update(face_url=face_url, mark_url=mark_url, ink=ink)


def face_url(brand: Branded) -> str:
    """The address of a brand's card, 320 × 202: the partner's own picture where there is one, else our drawing."""
    if brand.picture:
        return url_for("looks.own", slug=brand.slug, version=brand.picture, what="card")
    return drawn_url(brand)


def drawn_url(brand: Branded) -> str:
    """The address of our drawing of a brand's card."""
    return url_for("looks.face", slug=brand.slug, v=_version(_face(*_looks(brand))))


def mark_url(brand: Branded) -> str:
    """The address of a brand's mark, 64 × 64; as for its card."""
    if brand.picture:
        return url_for("looks.own", slug=brand.slug, version=brand.picture, what="mark")
    return url_for("looks.mark", slug=brand.slug, v=_version(_mark(*_looks(brand))))


def ink(brand: Branded) -> str:
    """Whether text on the brand's card is "light" or "dark"."""
    return brandmark.ink(brand.name_ru, _looks(brand)[2])


def skin_url(programme: Programme) -> str:
    """The address of the programme's style sheet; empty where it keeps the standard look."""
    sheet = programmes.look_css(programme)
    return url_for("looks.skin", v=_version(sheet)) if sheet else ""


def logo_url(programme: Programme) -> str:
    """The address of the programme's own sign; empty where it has none."""
    return url_for("looks.logo", v=_version(programme.logo_svg)) if programme.logo_svg else ""


@blueprint.get("/pictures/brands/<slug>.svg")
def face(slug: str) -> Response:
    return _picture(_face(*_looks(partners.brand_by_slug(g.programme.id, slug))))


@blueprint.get("/pictures/brands/<slug>-mark.svg")
def mark(slug: str) -> Response:
    return _picture(_mark(*_looks(partners.brand_by_slug(g.programme.id, slug))))


@blueprint.get("/pictures/brands/<slug>/<version>-<any(card, mark):what>.webp")
def own(slug: str, version: str, what: str) -> Response:
    """A picture of the partner's own, redrawn by us, while the shop shows it; each version has its own address."""
    brand = partners.brand_by_slug(g.programme.id, slug)
    if brand.picture != version:
        abort(404)
    response = webp(brand.id, version, what)
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR_S}, immutable"
    return response


def webp(brand_id: int, version: str, what: str = "card") -> Response:
    """A version of a brand's own picture, whether the shop shows it or not."""
    found = partners.picture(brand_id, version) or abort(404)
    response = Response(found[what == "mark"], content_type="image/webp")
    response.headers["Content-Security-Policy"] = POLICY
    return response


@blueprint.get("/pictures/logo.svg")
def logo() -> Response:
    return _picture(g.programme.logo_svg or abort(404))


@blueprint.get("/pictures/skin.css")
def skin() -> Response:
    return _kept(programmes.look_css(g.programme), "text/css")


@blueprint.get("/favicon.ico")
def icon() -> Response:
    """For anyone who asks without having read a page: where the programme's sign is, else our own."""
    response = Response(
        status=302, headers={"Location": logo_url(g.programme) or url_for("static", filename="img/icon.svg")}
    )
    response.headers["Cache-Control"] = f"public, max-age={SHORT_CACHE_S}"
    return response


def _picture(svg: str) -> Response:
    response = _kept(svg, "image/svg+xml")
    response.headers["Content-Security-Policy"] = POLICY
    return response


def _kept(content: str, kind: str) -> Response:
    """Kept for a year under the address of this very content, for a while under any other."""
    response = Response(content, content_type=f"{kind}; charset=utf-8")
    exact = request.args.get("v") == _version(content)
    response.headers["Cache-Control"] = (
        f"public, max-age={A_YEAR_S}, immutable" if exact else f"public, max-age={SHORT_CACHE_S}"
    )
    return response


def _looks(brand: Branded) -> tuple[str, str, str, str]:
    """Name, initials, palette and motif; what is unknown is left to the name."""
    palette = brand.palette if brand.palette in brandmark.PALETTES else ""
    return brand.name_ru, brand.initials, palette, brand.motif if brand.motif in brandmark.MOTIFS else ""


@lru_cache(maxsize=2048)
def _face(name: str, initials: str, palette: str, motif: str) -> str:
    return brandmark.face(name, initials, palette, motif)


@lru_cache(maxsize=2048)
def _mark(name: str, initials: str, palette: str, _motif: str) -> str:
    return brandmark.mark(name, initials, palette)


@lru_cache(maxsize=8192)
def _version(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()[:10]
