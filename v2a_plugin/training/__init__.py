"""Training of mappers and of the mini bundle."""
