"""Model bundles: cards, locks, the local store, pulling and verifying."""
