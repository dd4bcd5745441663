"""Kdenlive projects."""
