"""Services for those who keep the library: finding, reviews, duplicates, history, revising."""
