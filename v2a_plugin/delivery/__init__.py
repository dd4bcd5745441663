"""Deliveries: takes as files, with a manifest."""
