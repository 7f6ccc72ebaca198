"""The plots of a chart as shapes."""
