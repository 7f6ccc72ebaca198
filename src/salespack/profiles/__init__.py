"""A customer's profile: schema and loading; problems told without its values."""
