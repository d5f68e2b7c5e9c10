"""Reports: answers as pages, tables and files; nothing is worked out here but forms of what was found."""
