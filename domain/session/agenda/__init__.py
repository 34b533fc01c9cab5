"""Before the sitting and between its items: agenda, summons, announcement, and what becomes of an item."""
