"""The Vorlage as it is now: its row, and how it is shown."""
