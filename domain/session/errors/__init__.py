"""Why a command to a session is refused, by theme."""
