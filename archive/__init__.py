"""What the archive is: records, regulations, catalogue, content, audit log, settings, errors."""
