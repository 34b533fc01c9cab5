"""Cosigning: who is asked, who signed, and what a change undoes."""
