"""Why a command to a Vorlage is refused, by theme."""
