"""What may be asked of a training world; read only."""

from marketplace import giftcards, members
from marketplace.core.db import execute
from marketplace.programmes import Programme
from marketplace.training.values import SCENES, Scene

_PLANS = {plan.name: plan for plan in SCENES}


def scenes(world: Programme) -> list[Scene]:
    """The calls of a world in their order, with what was done in each."""
    rows = execute(
        """SELECT s.scene, s.member_id, count(c.id) > 0 AS called, coalesce(bool_or(cardinality(c.named) >= 2), false) AS identified,
                  (SELECT coalesce(array_agg(DISTINCT t.what), '{}') FROM calls k JOIN call_steps t ON t.call_id = k.id
                    WHERE k.member_id = s.member_id) AS done,
                  (SELECT min(g.id) FROM giftcards g WHERE g.member_id = s.member_id) AS card
             FROM training_scenes s LEFT JOIN calls c ON c.member_id = s.member_id
            WHERE s.programme_id = %(programme)s GROUP BY s.programme_id, s.scene, s.position, s.member_id ORDER BY s.position""",
        {"programme": world.id},
    ).all()
    found: list[Scene] = []
    for row in rows:
        member = members.member(row.member_id)
        assert member is not None, "a member is never deleted"
        card = None if row.card is None else giftcards.card_by_id(row.card)
        found.append(Scene(_PLANS[row.scene], member, card, row.called, row.identified, frozenset(row.done)))
    return found
