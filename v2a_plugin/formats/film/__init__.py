"""A film to watch: the picture of a cut with its mix."""
