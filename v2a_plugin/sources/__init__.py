"""Rendering takes: the generator, long windows, ranking, post-processing."""
