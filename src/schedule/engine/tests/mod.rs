//! Tests of the whole engine: random small problems against brute force and the checker.

mod brute_force;
mod components;
mod properties;
