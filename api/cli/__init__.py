"""The command line `vorlagenwerk` (INTERFACE, "Commands").

Exit codes: 0 done, 1 refused by a rule, 2 wrong use or unreadable input.
"""

from api.cli.main import main

__all__ = ["main"]
