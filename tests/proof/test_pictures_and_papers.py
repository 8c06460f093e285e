"""Pictures and papers that people send, spoilt like files of any other door: redrawn or refused with a reason, within memory and time."""

import html
import io
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from marketplace import partners
from marketplace.core import pictures
from marketplace.core.db import as_owner, execute, transaction
from tests.proof.files import mutations
from tests.proof.files.eater import CPU_SECONDS, MEMORY, status
from tests.proof.files.feeds import SENT, Feed
from tests.proof.plugin import Proof
from tests.web.partner.desk import Desk, Visitor

HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*name="(?P<name>\w+)"[^>]*value="(?P<value>[^"]*)"')
COMPANY = {
    "country": "RU", "known_as": "Northern Lights", "legal_name": "OOO Siyanie", "inn": "2901000017", "kpp": "290101001",
    "bic": "041117601", "account": "40702810000000009020", "contact_name": "Polina", "contact_email": "polina@example.org",
    "contact_phone": "", "shops": "", "terms": "y", "checks": "y",
}  # fmt: skip


def wide(width: int, height: int, mode: str = "RGBA") -> bytes:
    """A picture of one colour: a few kilobytes, however many pixels it has."""
    file = io.BytesIO()
    Image.new(mode, (width, height)).save(file, "PNG")
    return file.getvalue()


def moving(frames: int) -> bytes:
    """A GIF of very many pictures."""
    file, one = io.BytesIO(), Image.new("P", (200, 200))
    one.save(file, "GIF", save_all=True, append_images=[Image.new("P", (200, 200), n % 250) for n in range(1, frames)])
    return file.getvalue()


def drawing(inside: str, size: str = "320") -> bytes:
    """An SVG."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">{inside}</svg>'.encode()


BOMBS: dict[str, Callable[[], bytes]] = {
    "as many pixels as are taken": lambda: wide(8_000, 5_000),
    "one row too many": lambda: wide(8_000, 5_001),
    "many more": lambda: wide(16_000, 11_000, "1"),
    "very long": lambda: wide(600_000, 64, "L"),
    "many frames": lambda: moving(400),
    "deep groups": lambda: drawing("<g>" * 4_000 + '<rect width="9" height="9"/>' + "</g>" * 4_000),
    "very many parts": lambda: drawing('<path d="M0 0h9"/>' * 19_000),
    "no end of size": lambda: drawing('<rect width="9" height="9"/>', "1e30"),
    "a drawing as tall as can be": lambda: drawing('<rect width="9" height="9"/>').replace(b"320 320", b"1 100000"),
}


@dataclass
class Sending:
    """A partner's owner and a company that applies, each at their door, and what came of what they sent."""

    desk: Desk
    owner: Visitor
    guest: Visitor
    papers: str
    wrong: list[str] = field(default_factory=list)
    sent: int = 0
    kept: int = 0
    memory: int = 0
    cpu: float = 0.0

    def send(self, door: str, how: str, content: bytes) -> None:
        """Send one; what is wrong about what came of it is noted."""
        before = self.state()
        Path("/proc/self/clear_refs").write_text("5")  # forget the peak so far
        began, held = time.process_time(), status("VmRSS")
        picture = door == "partner.brands.put_picture"
        where, name = (
            (f"{self.desk.home}/brands/{self.desk.brand}/picture", "file") if picture else (self.papers, "papers")
        )
        answer = (self.owner if picture else self.guest).post(where, **{name: (io.BytesIO(content), "a.file")})
        if picture and answer.status_code == 200:  # the difference, to be agreed to
            answer = self._agree(answer.text)
        memory, cpu = status("VmHWM") - held, time.process_time() - began
        after = self.state()
        self.sent, self.kept = self.sent + 1, self.kept + (before != after)
        self.memory, self.cpu = max(self.memory, memory), max(self.cpu, cpu)
        said = [
            f"answered {answer.status_code}" if answer.status_code not in (303, 422) else "",
            "refused, and something is visible" if answer.status_code == 422 and before != after else "",
            f"{memory / 2**20:.0f} MB" if memory > MEMORY else "",
            f"{cpu:.0f} s" if cpu > CPU_SECONDS else "",
            *(self._shown(content) if picture and answer.status_code == 303 else []),
        ]
        self.wrong += [f"{door}, {how}: {one}" for one in said if one]

    def _agree(self, shown: str) -> Any:
        fields = {field["name"]: html.unescape(field["value"]) for field in HIDDEN.finditer(shown)}
        return self.owner.post(f"{self.desk.home}/brands/{self.desk.brand}", **fields | {"agreed": "y"})

    def begin_anew(self) -> None:
        """Take the papers away that are kept, of which there are few at most, and forget how often somebody has sent something."""
        for paper in self.desk.rows("SELECT id FROM partner_documents"):
            assert self.guest.post(f"{self.papers}/{paper.id}/removal").status_code == 303
        with self.desk.app.app_context(), transaction(), as_owner():
            execute("DELETE FROM throttle")

    def state(self) -> tuple[Any, ...]:
        """The brand's picture, and the papers that are kept."""
        with self.desk.app.app_context():
            kept = execute("SELECT id, digest FROM partner_documents ORDER BY id").all()
            return tuple(execute("SELECT picture FROM brands ORDER BY id").scalars()), tuple(map(tuple, kept))

    def _shown(self, content: bytes) -> list[str]:
        """What members see is drawn anew, and nothing of the file goes on."""
        with self.desk.app.app_context():
            version = execute(
                "SELECT picture FROM brands WHERE slug = %(slug)s", {"slug": self.desk.brand}
            ).scalar_one()
            of = partners.brand_by_slug(self.desk.programme_id, self.desk.brand)
            kept = partners.picture(of.id, version)
        if kept is None:
            return ["said to be shown, and is not"]
        drawn = [Image.open(io.BytesIO(one)) for one in kept]
        return (
            []
            if all(one.format == "WEBP" and not one.getexif() for one in drawn) and content not in kept
            else ["shown as it came"]
        )


@pytest.fixture
def sending(app: Flask) -> Sending:
    desk = Desk(app)
    guest = desk.of("guest")
    applied = guest.post("/partner/joining", **COMPANY)
    return Sending(desk, desk.of("owner"), guest, f"{applied.location}/papers")


@pytest.mark.proof("P18")
def test_a_spoilt_picture_or_paper_is_drawn_anew_or_refused_and_nothing_of_it_is_visible(
    sending: Sending, proof: Proof
) -> None:
    for feed in SENT:
        before = sending.kept
        sending.send(feed.door, f"{feed.form}, honest", feed.honest(Random(proof.seed)))
        assert sending.kept == before + 1, f"the control: an honest {feed.form} is taken"
    sent = proof.size(36, 2_500)
    for number in range(sent):
        feed: Feed = SENT[number % len(SENT)]
        how, content = mutations.mutated(feed, proof.seed * 1_000_003 + number)
        sending.send(feed.door, f"{feed.form}, {how}, file {number}", content)
        sending.begin_anew()
    assert sending.wrong == []
    assert 0 < sending.kept < sent
    proof.count("spoilt pictures and papers", sent)


@pytest.mark.proof("P18")
def test_bombs_of_pictures_stay_within_memory_and_time(sending: Sending, proof: Proof) -> None:
    for name, made in BOMBS.items():
        sending.send("partner.brands.put_picture", name, made())
    assert sending.wrong == []
    proof.count("bombs of pictures", len(BOMBS))
    proof.figure(f"pictures: at most {sending.memory / 2**20:.0f} MB and {sending.cpu:.1f} s")


@pytest.mark.proof("P18", control=True)
def test_control_without_the_bound_on_pixels_a_small_picture_takes_the_memory(
    sending: Sending, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "PIXELS_MAX", 10**12)
    sending.send("partner.brands.put_picture", "nine thousand a side", wide(9_300, 9_300))
    assert [one for one in sending.wrong if "MB" in one]
