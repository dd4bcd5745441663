"""Libraries of recordings: what is in them, and finding in them. The recordings are read and never changed."""
