"""What is built in, registered through the same hooks as any plugin. `v2a_plugin.plugins.facade.BUILT_IN` lists it."""
