"""Where posts come from: files and folders, handed on as streams."""
