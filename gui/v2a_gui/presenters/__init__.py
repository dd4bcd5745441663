"""Presenters: each connects some views with some models, for one concern. They know the parts they use, and no window."""
