"""Who may read and write which text: the rooms' question, answered by the rights table."""

import datetime as dt
from collections.abc import Callable

from domain.days import day_of
from domain.rights import is_inside, may_write
from domain.vorlage.events.drafting import TextRevised
from infra.collaboration.documents import Document
from infra.collaboration.ports import Access
from infra.entitlement import Entitlement
from infra.states import States

TYPED = str(TextRevised.__struct_config__.tag)
"""A room shows what is typed: whoever may not see that comes back when it is released."""

NONE = Access(read=False, write=False)


class TextAccess:
    """Answers for one county what a person may do with a text."""

    def __init__(self, states: States, entitlement: Entitlement, clock: Callable[[], dt.datetime]) -> None:
        self._states = states
        self._entitlement = entitlement
        self._clock = clock

    async def __call__(self, person: str, path: str) -> Access:
        """What a person may do with `vorlagen/{id}/{text}`; nothing where there is no such text for him."""
        document = Document.parse(path)
        paper = None if document is None else await self._states.vorlage(document.vorlage)
        if document is None or paper is None:
            return NONE
        kind, _, measure = document.name.partition("/")
        if kind == "measures" and paper.measure(measure) is None:
            return NONE
        day = day_of(self._clock())
        inside = is_inside(self._entitlement.event_circle(person, paper, day, TYPED))
        # What is typed names one person (rule 15): a deputy writes by commands, which name both.
        own = self._entitlement.for_vorlage(person, paper, day)
        return Access(read=inside, write=inside and may_write(own, paper))
