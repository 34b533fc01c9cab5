"""Texts that several people write at once: Yjs documents, their journal, their rooms and their seals."""
