"""Named by the plug they pull."""
