"""The session: a sitting of a committee with agenda, attendance and votes."""
