"""The edge: HTTP, sockets and command line; parse, authorise, call, answer."""
