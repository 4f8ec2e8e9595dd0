"""The catalogue (目录): the SQL database of everything the archive knows."""
