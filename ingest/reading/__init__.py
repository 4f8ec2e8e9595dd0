"""Pages from files: text layers where they are sound, recognition where they are not."""
