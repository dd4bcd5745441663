"""Sound that follows a guide: single sounds on events, continuous sound along a curve. It works on any sound."""
