"""The stations that a paper passes (Beratungsfolge), and what follows from how one ends."""
