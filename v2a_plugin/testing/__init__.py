"""Tiny models, clips and cuts made on the spot, for our tests and those of plugin authors."""
