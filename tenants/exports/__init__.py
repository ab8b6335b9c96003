"""Lists that were taken away, and the files made of long ones in the background (U6, A14)."""
