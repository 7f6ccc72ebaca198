"""The .pptx written: slides, footers, the specimen deck."""
