"""A cut that changed: its clips matched, the cues brought along, and a report of both."""
