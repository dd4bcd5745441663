"""When something sounds: hits and motion of a picture, transients of a sound. No torch."""
