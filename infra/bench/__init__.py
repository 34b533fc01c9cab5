"""Measuring the store, the views and the nodes with the county's own events."""
