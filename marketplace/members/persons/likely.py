"""Whom one may mean: memberships with the same phone, address or name as another, and names that are spelled nearly as they were asked for."""

from typing import Literal, NamedTuple

from marketplace.core.db import execute
from marketplace.core.listing import like
from marketplace.core.names import folded, sounded
from marketplace.members import queries
from marketplace.members.values import Member

Alike = Literal["phone", "email", "name"]
SHOWN_MAX = 10
SPELLED_LEAST, SPELLED_MOST, WORDS_MAX = 4, 30, 4
# The same expressions as in the indexes of the table.
_DIGITS = "regexp_replace(m.phone, '[^0-9]', '', 'g')"
_WORDS = folded("m.first_name || ' ' || m.last_name")
_ASKED = folded("%(words)s::text")
_SOUNDS = sounded("m.first_name || ' ' || m.last_name")
HEARD_LEAST = 3  # consonants: with fewer a word sounds like half of all names

# The patterns that a word may be meant by: a letter put in, another one in its place, or one left out, at each place.
_MEANT = """ARRAY(SELECT '%%' || left(f.word, at) || put || substr(f.word, at + skipped) || '%%'
    FROM (SELECT {word} AS word) f, generate_series(0, length(f.word)) at, (VALUES ('_', 1), ('_', 2), ('', 2)) way (put, skipped))"""


class Double(NamedTuple):
    """A membership that may be the same person's, and what both have in common."""

    member: Member
    alike: tuple[Alike, ...]


def likely_doubles(of: Member) -> list[Double]:
    """Memberships that may be this person's, too, those with the most in common first; at most ten. Those that go on as another are left out."""
    digits = "".join(sign for sign in of.phone if sign.isdigit())[-queries.PHONE_DIGITS :]
    numbers = [digits, f"7{digits}", f"8{digits}"] if len(digits) == queries.PHONE_DIGITS else []
    rows = execute(
        f"""SELECT m.id, {_DIGITS} = ANY (%(numbers)s) AS phone, m.email = %(email)s AND m.email <> '' AS email, {_WORDS} = {_ASKED} AS name
              FROM members m
             WHERE m.programme_id = %(programme)s AND m.id <> %(id)s
               AND ({_DIGITS} = ANY (%(numbers)s) OR (m.email = %(email)s AND m.email <> '') OR {_WORDS} = {_ASKED})
               AND NOT EXISTS (SELECT FROM member_merges g WHERE g.from_member_id = m.id)
             LIMIT 50""",  # noqa: S608 - our own expressions
        {
            "programme": of.programme_id, "id": of.id, "numbers": numbers, "email": of.email,
            "words": f"{of.first_name} {of.last_name}",
        },
    ).all()  # fmt: skip
    kinds: tuple[Alike, ...] = ("phone", "email", "name")
    found = [(row.id, tuple(kind for kind in kinds if getattr(row, kind))) for row in rows]
    nearest = sorted(found, key=lambda one: (-len(one[1]), one[0]))[:SHOWN_MAX]
    return [Double(member, alike) for id_, alike in nearest if (member := queries.member(id_)) is not None]


def spelled_like(programme_id: int, text: str, *, limit: int) -> list[Member]:
    """Members whose name is nearly this text, the likeliest first: in each word one letter may be missing, wrong or too many, in either alphabet.

    Nobody for words of less than SPELLED_LEAST letters. The trigram index finds each way in which a word may be meant.
    """
    words = [word for word in text.split() if SPELLED_LEAST <= len(word) <= SPELLED_MOST and word.isalpha()][:WORDS_MAX]
    if not words:
        return []
    asked = {f"word{at}": word for at, word in enumerate(words)}
    alike = " AND ".join(f"{_WORDS} LIKE ANY ({_MEANT.format(word=folded(f'%({name})s::text'))})" for name in asked)
    rows = execute(
        f"""SELECT m.id FROM members m WHERE m.programme_id = %(programme)s AND {alike}
               AND NOT EXISTS (SELECT FROM member_merges g WHERE g.from_member_id = m.id)
             ORDER BY word_similarity({folded("%(text)s::text")}, {_WORDS}) DESC, m.id LIMIT %(limit)s""",  # noqa: S608 - our own expressions
        asked | {"programme": programme_id, "text": " ".join(words), "limit": limit},
        prepare=False,
    ).scalars()
    return [found for id_ in rows if (found := queries.member(id_)) is not None]


def sounding_like(programme_id: int, text: str, *, limit: int) -> list[Member]:
    """Members whose name sounds like this text, the likeliest first, however it was put into the other alphabet: «Уитфилд» for Whitfield.

    Each word has to be a whole word of the name by its consonants (`core.names.sounded`). Nobody where no word has HEARD_LEAST of them.
    """
    words = [word for word in text.split() if len(word) <= SPELLED_MOST and word.isalpha()][:WORDS_MAX]
    asked = {f"word{at}": word for at, word in enumerate(words)}
    heard = (
        execute("SELECT " + ", ".join(sounded(f"%({name})s::text") for name in asked), asked, prepare=False).one()
        if asked
        else ()
    )
    sounds = {f"sound{at}": f"%{like(sound)}%" for at, sound in enumerate(heard) if len(sound.strip()) >= HEARD_LEAST}
    if not sounds:
        return []
    alike = " AND ".join(f"{_SOUNDS} LIKE %({name})s" for name in sounds)
    rows = execute(
        f"""SELECT m.id FROM members m WHERE m.programme_id = %(programme)s AND {alike}
               AND NOT EXISTS (SELECT FROM member_merges g WHERE g.from_member_id = m.id)
             ORDER BY word_similarity({folded("%(text)s::text")}, {_WORDS}) DESC, m.id LIMIT %(limit)s""",  # noqa: S608 - our own expressions
        sounds | {"programme": programme_id, "text": " ".join(words), "limit": limit},
        prepare=False,
    ).scalars()
    return [found for id_ in rows if (found := queries.member(id_)) is not None]
