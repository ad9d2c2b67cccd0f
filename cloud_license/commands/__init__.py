"""What the vendor does to a site, one file each."""
