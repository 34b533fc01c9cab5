"""What is asked over HTTP, and answered as JSON or as a problem (RFC 9457)."""
