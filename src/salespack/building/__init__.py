"""One profile and one pack: request, resources, outputs, placing, record, build."""
