"""The texts of a library for translators, and back: what is to be done, as a workbook or as XLIFF."""
