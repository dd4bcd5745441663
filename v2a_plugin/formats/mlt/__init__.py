"""MLT XML, for Shotcut and melt."""
