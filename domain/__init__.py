"""How a county decides: events, states and decisions, without I/O, clock or chance.

Everything here is a function of its arguments; the outside is handed in as plain values.
"""
