"""Who wrote what in a text of a paper."""
