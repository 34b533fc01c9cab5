"""The amendment history of a Vorlage."""
