"""Hooks for plugins: mark an implementation with `hookimpl`."""
