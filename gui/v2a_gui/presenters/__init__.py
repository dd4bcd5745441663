"""What the window does, a desk for each concern: between the views, which ask, and the models, which do."""
