"""Editions (Fassungen): frozen, hashed, published, and opened again after the release."""
