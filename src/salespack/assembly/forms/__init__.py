"""The form that a slide's body takes: what each is made of, and which one a text asks for by how it is written."""
