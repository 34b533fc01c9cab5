"""The demo county: fictional people, bodies and papers, made by the same commands that persons give.

Source: INTERFACE, "Demo county".
"""

from infra.demo.credentials import Credential
from infra.demo.founding import found, prepare

__all__ = ["Credential", "found", "prepare"]
