"""Training a mapper of one's own: embeddings of videos with sound in shards, and what is fitted to them."""
