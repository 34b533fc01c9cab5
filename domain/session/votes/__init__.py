"""Votes: prepared, opened, counted, declared, contradicted, judged again."""
