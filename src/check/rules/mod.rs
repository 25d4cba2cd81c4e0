//! One file per rule.

#![allow(
    rustdoc::invalid_codeblock_attributes,
    reason = "examples of the pages list their findings behind `plan bad expect=`"
)]

pub(super) mod bad_times;
pub(super) mod broken_reference;
pub(super) mod conflicting_claims;
pub(super) mod control_characters;
pub(super) mod count_claim;
pub(super) mod dependency_cycle;
pub(super) mod done_before_needs;
pub(super) mod duplicate_id;
pub(super) mod duration_claim;
pub(super) mod empty_wildcard;
pub(super) mod hidden_characters;
pub(super) mod invalid_directive;
pub(super) mod isolated_task;
pub(super) mod label_mismatch;
pub(super) mod late_start;
pub(super) mod limit_reached;
pub(super) mod machine_path;
pub(super) mod missing_duration;
pub(super) mod missing_integration_test;
pub(super) mod missing_prompt;
pub(super) mod missing_validation;
pub(super) mod mixed_features_in_window;
pub(super) mod mojibake;
pub(super) mod need_in_later_phase;
pub(super) mod needs_mismatch;
pub(super) mod no_map;
pub(super) mod orphan_spec;
pub(super) mod parallel_claim;
pub(super) mod path_outside_root;
pub(super) mod phase_order;
pub(super) mod redundant_need;
pub(super) mod reversed_range;
pub(super) mod same_file_write;
pub(super) mod same_phase_need;
pub(super) mod saving_claim;
pub(super) mod secret_in_prompt;
pub(super) mod self_need;
pub(super) mod stale_status;
pub(super) mod title_mismatch;
pub(super) mod too_many_windows;
pub(super) mod totals_row;
pub(super) mod truncated_prompt;
pub(super) mod undecodable_text;
pub(super) mod unicode_dash;
pub(super) mod unknown_need;
pub(super) mod unparsed_line;
pub(super) mod unportable_id;
pub(super) mod unused_suppression;
pub(super) mod wildcard_includes_self;
pub(super) mod window_double_booked;
pub(super) mod window_gap;
