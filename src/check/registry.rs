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

#[rustfmt::skip]
static ALL: &[&Rule] = &[
    &rules::no_map::RULE,
    &rules::unparsed_line::RULE,
    &rules::unused_suppression::RULE,
    &rules::invalid_directive::RULE,
    &rules::limit_reached::RULE,
    &rules::undecodable_text::RULE,
    &rules::dependency_cycle::RULE,
    &rules::unknown_need::RULE,
    &rules::self_need::RULE,
    &rules::duplicate_id::RULE,
    &rules::wildcard_includes_self::RULE,
    &rules::empty_wildcard::RULE,
    &rules::reversed_range::RULE,
    &rules::redundant_need::RULE,
    &rules::isolated_task::RULE,
    &rules::same_phase_need::RULE,
    &rules::need_in_later_phase::RULE,
    &rules::phase_order::RULE,
    &rules::late_start::RULE,
    &rules::missing_integration_test::RULE,
    &rules::window_double_booked::RULE,
    &rules::window_gap::RULE,
    &rules::too_many_windows::RULE,
    &rules::mixed_features_in_window::RULE,
    &rules::label_mismatch::RULE,
    &rules::missing_prompt::RULE,
    &rules::truncated_prompt::RULE,
    &rules::missing_validation::RULE,
    &rules::orphan_spec::RULE,
    &rules::needs_mismatch::RULE,
    &rules::title_mismatch::RULE,
    &rules::same_file_write::RULE,
    &rules::broken_reference::RULE,
    &rules::machine_path::RULE,
    &rules::secret_in_prompt::RULE,
    &rules::path_outside_root::RULE,
    &rules::count_claim::RULE,
    &rules::parallel_claim::RULE,
    &rules::duration_claim::RULE,
    &rules::saving_claim::RULE,
    &rules::totals_row::RULE,
    &rules::conflicting_claims::RULE,
    &rules::missing_duration::RULE,
    &rules::stale_status::RULE,
    &rules::done_before_needs::RULE,
    &rules::bad_times::RULE,
    &rules::mojibake::RULE,
    &rules::unicode_dash::RULE,
    &rules::hidden_characters::RULE,
    &rules::control_characters::RULE,
    &rules::unportable_id::RULE,
];
