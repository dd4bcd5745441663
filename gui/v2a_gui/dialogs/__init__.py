"""Windows that open for one purpose: the command palette, export, models, plugins, preferences."""
