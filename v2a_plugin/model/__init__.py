"""The words everyone speaks: time, media, regions, embeddings, takes, recipes, errors. Leaf of the engine."""
