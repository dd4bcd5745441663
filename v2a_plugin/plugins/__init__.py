"""Plugins: found, registered, catalogued, and reported."""
