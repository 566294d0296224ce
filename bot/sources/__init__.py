"""Where posts come from: files, folders and zips, handed on as streams of one format each."""
