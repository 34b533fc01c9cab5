"""Headers that every answer carries: nothing is cached, framed, sniffed or loaded from outside."""

from typing import Any, Final

from litestar import Response

HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self';"
        " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


async def secured(response: Response[Any]) -> Response[Any]:
    """Add what is missing of them."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
