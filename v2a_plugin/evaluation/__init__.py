"""Measures of generated sound, reports of them, and the study that compares systems."""
