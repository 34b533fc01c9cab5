"""The overview: which papers and sittings are in work, who is due, which deadline is near."""
