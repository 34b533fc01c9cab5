"""The committee: a body of the county with its seats and its lawful number."""
