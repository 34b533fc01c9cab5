"""Words changed aloud in a sitting, and its own copy of a paper."""
