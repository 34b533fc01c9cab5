"""Why a socket of `/collab` is closed, or a text over `/hocuspocus`.

y-websocket stays away after 4400 to 4499 and comes back after anything else (INTERFACE.md, COLLAB.md).
"""

from typing import Final

RESTART: Final = 1012
TRY_AGAIN: Final = 1013
NOT_ALLOWED: Final = 4400
NO_LOGIN: Final = 4401
NO_RIGHT: Final = 4403
NO_SUCH_TEXT: Final = 4404
IDLE: Final = 4408
"""Only of `/hocuspocus`: the socket carries no text."""
CLOSED_FOR_WRITING: Final = 4409
OTHER_EPOCH: Final = 4410
TOO_LARGE: Final = 4413
