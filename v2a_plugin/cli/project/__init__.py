"""`v2a project`: one module for each command, or for a few that belong together."""
