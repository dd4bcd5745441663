"""What ships beside the code: cards, bundles, samples. A leaf: it imports nothing of ours."""
