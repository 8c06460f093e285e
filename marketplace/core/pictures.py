"""Pictures from outside: decoded within limits and redrawn, so that nothing of the file itself goes on.

JPEG, PNG, WebP and GIF are decoded by Pillow (of a moving picture the first frame); SVG is drawn by typst in a process of its own,
which has a folder with nothing else in it, and few seconds and little memory.
"""

import io
import re
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from marketplace.core.errors import Refusal

BYTES_MAX = 10 * 2**20
SVG_BYTES_MAX = 512 * 2**10
SVG_PARTS_MAX = 20_000
PIXELS_MAX = 40_000_000
SIDE_MIN = 64
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
SECONDS = 10
MEMORY = 2**30  # of the address space; what a drawing of a few thousand pixels a side needs, and no bomb
DRAWN = 1280  # pixels of an SVG's longer side

_SVG = re.compile(rb"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<svg[\s>]", re.S)
# What a drawing does not need: entities, scripts, pages within pages, and whatever lies elsewhere or multiplies itself.
_FORBIDDEN = re.compile(
    rb"<!DOCTYPE|<!ENTITY|<script|<foreignObject|<image|<use|<pattern|<filter|<feImage|<!\[CDATA\[|@import|url\(\s*['\"]?(?!#)",
    re.I,
)
_DRAW = """
import resource, sys, typst
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[4]), int(sys.argv[4])))
source = '#set page(width: auto, height: auto, margin: 0pt, fill: none)\\n#image("drawing.svg", width: %spt)' % sys.argv[3]
open(sys.argv[1] + "/page.typ", "w").write(source)
typst.compile(sys.argv[1] + "/page.typ", output=sys.argv[1] + "/page.png", root=sys.argv[1], format="png", ppi=72)
"""


class PictureRefused(Refusal):
    """A file was not taken as a picture; the fact `reason`: empty, large, small, kind, broken."""

    code = "picture_refused"


def is_svg(content: bytes) -> bool:
    """Whether a file is to be drawn rather than decoded."""
    return bool(_SVG.match(content.removeprefix(b"\xef\xbb\xbf")[:4096]))


def decoded(content: bytes) -> Image.Image:
    """The picture, upright, as RGB or RGBA. Raises PictureRefused."""
    if not content:
        raise PictureRefused(reason="empty")
    if len(content) > BYTES_MAX:
        raise PictureRefused(reason="large")
    picture = _read(_drawn(content) if is_svg(content) else content)
    if min(picture.size) < SIDE_MIN:
        raise PictureRefused(reason="small")
    return picture


def covering(picture: Image.Image, width: int, height: int) -> bytes:
    """The middle of a picture in just this size, as WebP without anything else in the file; what is clear lies on white."""
    fitted = ImageOps.fit(_on_white(picture), (width, height), Image.Resampling.LANCZOS)
    return _encoded(fitted, "WEBP", quality=86, method=6)


def redrawn(content: bytes, longest: int = 3000) -> tuple[bytes, str]:
    """A photograph of a paper, redrawn: its bytes and its kind, "jpeg" or "png". Raises PictureRefused."""
    picture = decoded(content)
    picture.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    if content.startswith(b"\x89PNG"):
        return _encoded(picture, "PNG", optimize=True), "png"
    return _encoded(_on_white(picture), "JPEG", quality=88), "jpeg"


def _read(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
                if opened.width * opened.height > PIXELS_MAX:
                    raise PictureRefused(reason="large")
                opened.load()
                upright = ImageOps.exif_transpose(opened)
                clear = "transparency" in upright.info or upright.mode in ("RGBA", "LA", "PA")
                return upright.convert("RGBA" if clear else "RGB")
    except PictureRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureRefused(reason="large") from None
    except UnidentifiedImageError:
        raise PictureRefused(reason="kind") from None
    except Exception:  # decoders raise whatever they like at a spoilt file
        raise PictureRefused(reason="broken") from None


def _drawn(content: bytes) -> bytes:
    """An SVG as PNG."""
    if len(content) > SVG_BYTES_MAX or content.count(b"<") > SVG_PARTS_MAX:
        raise PictureRefused(reason="large")
    if _FORBIDDEN.search(content):
        raise PictureRefused(reason="kind")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "drawing.svg").write_bytes(content)
        command = [sys.executable, "-I", "-c", _DRAW, folder, str(MEMORY), str(DRAWN), str(SECONDS)]
        try:
            subprocess.run(command, check=True, timeout=SECONDS, capture_output=True, env={})  # noqa: S603 - our own program
            return Path(folder, "page.png").read_bytes()
        except (subprocess.SubprocessError, OSError):
            raise PictureRefused(reason="broken") from None


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode == "RGB":
        return picture
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground


def _encoded(picture: Image.Image, kind: str, **how: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **how)
    return file.getvalue()
