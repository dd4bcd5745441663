"""Networks that hear, distances between what they heard, and statistics."""
