"""The editor's own cut: read from the files that editing programs write."""
