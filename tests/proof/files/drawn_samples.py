"""What people send that is no table: pictures of brands, papers of companies; honest ones, from a seed."""

import io
from functools import partial
from random import Random

from PIL import Image, ImageDraw


def picture(kind: str, random: Random) -> bytes:
    """Some rectangles on a ground, as a file of this kind."""
    size = random.randrange(80, 400), random.randrange(80, 400)
    if kind == "SVG":
        parts = "".join(
            f'<rect x="{random.randrange(size[0])}" width="{random.randrange(1, size[0])}" height="40" fill="#{random.randrange(2**24):06x}"/>'
            for _ in range(random.randrange(1, 9))
        )
        return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]} {size[1]}">{parts}</svg>'.encode()
    drawn = Image.new("RGB", size, random.randrange(2**24))
    brush = ImageDraw.Draw(drawn)
    for _ in range(random.randrange(1, 9)):
        left, top = random.randrange(size[0]), random.randrange(size[1])
        brush.rectangle(
            (left, top, left + random.randrange(90), top + random.randrange(90)), fill=random.randrange(2**24)
        )
    file = io.BytesIO()
    drawn.save(file, kind)
    return file.getvalue()


def pdf(random: Random) -> bytes:
    """A page with a photograph, as a scanner makes it."""
    file = io.BytesIO()
    Image.open(io.BytesIO(picture("JPEG", random))).save(file, "PDF")
    return file.getvalue()


PICTURES = {kind.lower(): partial(picture, kind) for kind in ("PNG", "JPEG", "WEBP", "GIF", "SVG")}
PAPERS = {"pdf": pdf, "jpeg": partial(picture, "JPEG"), "png": partial(picture, "PNG")}
