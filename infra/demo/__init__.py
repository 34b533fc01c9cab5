"""The demo county: fictional people, bodies and papers, made by the same commands that persons give.

Source: INTERFACE, "Demo county".
"""

from infra.demo.founding import found
from infra.demo.people import LOGINS, DemoLogin

__all__ = ["LOGINS", "DemoLogin", "found"]
