"""The scene: a finished slide resolved into positioned shapes with effective fonts, colours and fills."""
