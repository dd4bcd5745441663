"""How the `mini` bundle is made: `python -m mini STAGE --corpus FOLDER`. Not part of what is installed."""
