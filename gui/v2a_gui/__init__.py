"""The desktop panel."""
