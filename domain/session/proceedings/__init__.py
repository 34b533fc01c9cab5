"""The clerk's list beside items and votes: who chairs, the public, notes, circulation, undoing."""
