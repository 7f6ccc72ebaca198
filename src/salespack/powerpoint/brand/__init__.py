"""The company's brand file, compiled: layouts by role, backgrounds, palette, settings, inspection."""
