"""Lives in which anything is done: a number gives the same life again."""

from collections.abc import Callable
from random import Random

from tests.domain.county import FINANZEN, PRELIMINARY, County, cosigning, draft, released, sitting, summoned
from tests.domain.lives import rare, stages
from tests.domain.lives.holding import Holds

STEPS = 20
"""How often a life goes on, by a few commands each time."""

STAGES: list[Callable[[], County]] = [
    draft,
    lambda: cosigning(FINANZEN),
    stages.cosigned,
    released,
    stages.circulating,
    summoned,
    lambda: summoned(PRELIMINARY),
    stages.revising,
    sitting,
    sitting,
    lambda: sitting(PRELIMINARY),
    stages.moved,
    stages.moved,
    stages.resolved,
    stages.suspended,
    stages.before_the_authority,
    stages.implementing,
    stages.signed,
    stages.approved,
    *rare.STAGES,
]


def live(number: int, walk: Holds) -> None:
    """Live the life of this number."""
    dice = Random(number)  # noqa: S311 - chance, no secret
    try:
        walk.join(dice.choice(STAGES)())
        for _ in range(STEPS):
            walk.do_anything(dice)
            walk.hold()
        walk.teardown()
    except Exception as failed:
        told = "\n".join(f"{fact.stream} {fact.event}" for fact in walk.county.log[walk.joined :])
        failed.add_note(f"life {number}:\n{told}")
        raise
