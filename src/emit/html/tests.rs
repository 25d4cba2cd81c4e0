//! Whole pages, as a reader of the file would check them.
