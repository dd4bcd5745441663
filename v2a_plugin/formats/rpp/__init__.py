"""Reaper projects."""
