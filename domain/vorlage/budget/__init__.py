"""The budget block: its lines, its arithmetic, and the finance department's check."""
