"""Training a mapper on shards of embeddings, and fitting a text bridge."""
