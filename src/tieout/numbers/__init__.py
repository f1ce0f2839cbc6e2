"""Text to exact numbers, intervals, units, scales and periods, in English and Chinese."""
