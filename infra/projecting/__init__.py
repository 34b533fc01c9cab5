"""Keeping the views: in the transaction that appends, behind it, or anew from the whole log."""

from infra.projecting.following import Parked
from infra.projecting.rebuilding import Progress, RebuildUnderWay, Rebuilt
from infra.projecting.view import NotFollowed, View
from infra.projecting.views import Found, UnknownView, Views

__all__ = [
    "Found",
    "NotFollowed",
    "Parked",
    "Progress",
    "RebuildUnderWay",
    "Rebuilt",
    "UnknownView",
    "View",
    "Views",
]
