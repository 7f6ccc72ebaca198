"""What is remembered of builds: so far those that were refused."""
