"""What the panel knows: QObjects and item models without widgets."""
