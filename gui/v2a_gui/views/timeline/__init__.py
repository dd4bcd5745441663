"""The timeline: one painted widget, its track headers, and the gestures that edit it."""
