"""A paper after its release: decided, withdrawn, objected to, carried out."""
