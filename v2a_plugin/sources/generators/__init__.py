"""Generators: sound rendered from a conditioning."""
