"""Final Cut Pro 7 XML."""
