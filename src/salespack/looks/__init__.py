"""The proof of looks: whether what a finished deck shows can be read and looks composed."""
