//! Plans, schedules and rule pages as text for a terminal.
