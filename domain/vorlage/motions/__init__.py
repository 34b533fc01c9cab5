"""Motions to change a paper (Änderungsantrag): what they want, where it stands, what became of it."""
