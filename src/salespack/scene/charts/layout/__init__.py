"""Where a chart's parts stand: frame, axes, scales, legends, labels."""
