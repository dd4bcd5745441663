"""Training: the `mini` bundle's recipe, the mapper's training, and the judge that tells whether they are good.

Nothing here is needed to generate sound. `python -m v2a_plugin.training.mini` builds the bundle that ships.
"""
