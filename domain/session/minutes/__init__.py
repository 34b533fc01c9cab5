"""The minutes of a sitting, from the first draft to the last correction."""
