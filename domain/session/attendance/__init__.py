"""Who is in the room, who is barred from an item, and whether they are enough."""
