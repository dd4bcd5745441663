"""What is heard and seen while playing: mixer, audio output, picture thread, transport."""
