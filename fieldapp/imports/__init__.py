"""Files that other systems hand over, read into documents."""
