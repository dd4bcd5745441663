"""Edits of a timeline as reversible changes, mixing, hits and conform. No Qt, no torch."""
