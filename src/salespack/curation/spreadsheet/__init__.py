"""The library as a spreadsheet, and the changes made in one."""
