"""The project folder: journal, snapshot, take store, lock."""
