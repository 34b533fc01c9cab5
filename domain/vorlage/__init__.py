"""The Vorlage: a paper put to a body, from its first draft to the decision."""
