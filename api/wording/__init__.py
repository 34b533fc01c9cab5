"""What people read of each error: a German title, and a sentence that says what is wrong and what to do.

In braces stand the error's fields. A test asks for words for every error that the county's rules have.
"""

from collections.abc import Mapping
from typing import Final

from api.wording.general import GENERAL
from api.wording.minutes import MINUTES
from api.wording.organisation import ORGANISATION
from api.wording.papers import PAPERS
from api.wording.requests import REQUESTS
from api.wording.sittings import SITTINGS
from api.wording.votes import VOTES
from api.wording.words import Words

WORDS: Final[Mapping[type[Exception], Words]] = {
    **GENERAL,
    **ORGANISATION,
    **SITTINGS,
    **VOTES,
    **MINUTES,
    **PAPERS,
    **REQUESTS,
}
"""The words of each error, by its class."""
