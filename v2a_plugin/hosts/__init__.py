"""Editors that call v2a from their own seat: their scripts, the jobs they send, the folder that is watched."""
