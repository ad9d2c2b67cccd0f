"""One agent per printer: takes jobs, prints them, tells the result."""
