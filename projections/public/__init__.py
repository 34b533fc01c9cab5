"""What the public may know, and the record of when it came to know it."""
