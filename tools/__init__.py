"""What developers run beside the product; none of it is installed."""
