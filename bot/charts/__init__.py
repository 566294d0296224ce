"""Pictures of numbers: SVG put together here, purely, and turned into a PNG by a process of its own (rasterize)."""
