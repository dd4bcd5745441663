"""From a region to its takes: the engine, the road they walk, and recipes."""
