"""Advanced Authoring Format."""
