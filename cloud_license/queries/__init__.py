"""What the console shows, one file a screen."""
