"""Reading media files: probe, frames, sound. The only room that imports PyAV."""
