"""Adapters: all that can fail because of the outside, behind the names that the domain uses."""
