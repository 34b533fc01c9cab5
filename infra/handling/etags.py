"""Versions that a client names: whoever decided on what he saw is not decided for on something else.

RFC 9110, 13.1.1: one of the ETags named is the current one, or "*" and there is one.
They are compared strongly: a weak ETag never matches.
"""

import re
from typing import Final

from domain.errors import DomainError, Invalid
from domain.procedure import AnyCommand

ETAG: Final = re.compile(r'(W/)?"[^"]{0,100}"')

SHOWN: Final = re.compile(r'(?<=\d)\.[^"]*"$')
"""The end of an ETag that tells what was shown to its reader, and is no other version of the thing."""


class StaleVersion(DomainError):
    """What the command targets was changed after the version that it names."""

    def __init__(self, etag: str) -> None:
        super().__init__(etag)
        self.etag = etag


class BadETag(Invalid):
    """`If-Match` holds no ETag."""


def etag(version: int) -> str:
    """The ETag of a paper, sitting or committee: the number of its events."""
    return f'"v{version}"'


def check_version(command: AnyCommand, version: int) -> None:
    """Compare what a command names with what there is. Raises `StaleVersion`, `BadETag`."""
    if command.if_match is None:
        return
    wanted = [each.strip() for each in command.if_match.split(",")]
    if wanted != ["*"] and not all(ETAG.fullmatch(each) for each in wanted):
        raise BadETag
    versions = [SHOWN.sub('"', each) for each in wanted]
    if version == 0 or (wanted != ["*"] and etag(version) not in versions):
        raise StaleVersion(etag(version))
