"""Cutting a media file into shots, and editing what was found."""
