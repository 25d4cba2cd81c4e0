//! One integration binary, by topic.

mod architecture;
