"""Who someone is: persons, their accounts, cookie logins and bearer tokens.

The log knows opaque ids only; names and logins live here, beside it, and can be changed (DOMAIN, privacy).
"""

from infra.identity.accounts import Account, AccountExists, Directory, NoAccount, NoPerson
from infra.identity.attempts import Attempts, TooManyAttempts
from infra.identity.identity import Identity, LoginFailed, Who
from infra.identity.passwords import Passwords
from infra.identity.schema import SCHEMA

__all__ = [
    "SCHEMA",
    "Account",
    "AccountExists",
    "Attempts",
    "Directory",
    "Identity",
    "LoginFailed",
    "NoAccount",
    "NoPerson",
    "Passwords",
    "TooManyAttempts",
    "Who",
]
