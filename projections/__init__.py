"""Views of the log: events in, rows out."""
