"""An example plugin for v2a-plugin."""
