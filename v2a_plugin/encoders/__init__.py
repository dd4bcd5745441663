"""Frozen encoders: pictures and words to one space, sounds and words to another."""
