"""What the panel shows: one widget a module; state lives in `v2a_gui.models`."""
