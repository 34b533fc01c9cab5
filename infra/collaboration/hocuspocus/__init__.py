"""The protocol of `@hocuspocus/provider`: many texts over one socket, each at an address of its own."""
