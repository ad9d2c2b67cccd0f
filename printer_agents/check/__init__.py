"""Finding printers and finding out what they can do, for a person who stands beside them with paper in hand."""
