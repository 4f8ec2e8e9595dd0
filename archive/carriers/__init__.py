"""Files that are no pages yet (Word, Excel, tables, text, mail, OFD), laid out as pages of text lines."""
