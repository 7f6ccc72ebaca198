"""Text bodies with their list styles and numbering."""
