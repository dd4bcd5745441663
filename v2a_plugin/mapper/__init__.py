"""The mapper: from the space of pictures to the space of sounds."""
