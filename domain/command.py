"""What all commands share: the optional envelope keys, and the bounds of what comes from outside.

The same object arrives over HTTP, on a socket, from the command line and from the importer.
"""

import datetime as dt
from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta, Struct

Id = Annotated[str, Meta(pattern="^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
"""The text of a UUID, in lower case."""
Name = Annotated[str, Meta(min_length=1, max_length=300)]
"""One line: a name, a label, a title, a number."""
Line = Annotated[str, Meta(min_length=1, max_length=4_000)]
"""A few lines: a subject, a reason, a remark."""
Prose = Annotated[str, Meta(max_length=1_000_000)]
"""A text of a paper; may be empty."""
DocumentName = Annotated[str, Meta(pattern="^(proposed_resolution|reasons|measures/[0-9a-f-]{36})$")]
"""The name of one text of a paper."""
Count = Annotated[int, Meta(ge=0, le=100_000)]
"""A number of votes: an integer, never negative (rule 1)."""
Page = Annotated[int, Meta(ge=1, le=100_000)]
"""A page that a paper cites."""


class Command(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag=True):
    """What someone wants to happen.

    `id` makes it idempotent; `happened_at` is the time of the deed (else the server's clock);
    `acting_for` is the person represented by a deputy; `if_match` the ETag of what the command targets.
    """

    TARGET: ClassVar[str | None] = None
    """Name of the field that holds the id of the Vorlage, session or committee that is meant."""

    id: UUID | None = None
    happened_at: dt.datetime | None = None
    acting_for: Id | None = None
    if_match: Annotated[str, Meta(max_length=200)] | None = None
