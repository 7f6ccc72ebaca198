"""The catalog: the library as a folder of web pages that opens from disk, for the people who keep and use it."""
