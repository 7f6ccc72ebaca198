"""What helps others to find a fault on this computer, gathered without anything that a profile or block says."""
