"""The rules of check about content: each a function in the module of its subject, and a row of the table."""
