"""The minutes of a sitting, and the extract of a resolution out of them."""
