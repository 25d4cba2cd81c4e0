use super::Rule;
use super::rules;

/// All rules, sorted by code.
pub fn all() -> &'static [&'static Rule] {
    ALL
}

/// The rule with a code (`P201`, any case) or a name (`same-phase-need`).
pub fn find(code_or_name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.code.eq_ignore_ascii_case(code_or_name) || rule.name == code_or_name)
}

static ALL: &[&Rule] = &[&rules::dependency_cycle::RULE];
