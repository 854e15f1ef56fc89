"""Which exercises, how much of them, and whether that is safe."""
