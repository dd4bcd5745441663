"""From videos with sound to embeddings in shards: what the training of a mapper reads."""
