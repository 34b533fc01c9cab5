"""What stays open: the feed of events, and the rooms in which texts are edited together."""
