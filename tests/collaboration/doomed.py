"""Serves a county's texts until it is killed.

`python -m tests.collaboration.doomed FILE` prints the address.
"""

import asyncio
import sys
from pathlib import Path

from tests.collaboration.conftest import county_at


async def serve(path: Path) -> None:
    """Serve without end."""
    async with county_at(path, pause=0.05) as county:
        print(county.address, flush=True)  # noqa: T201  # whoever started it reads it
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
