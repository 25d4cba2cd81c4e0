//! Windows that a text gives to features, the features that a heading names, and clocks of a planned run:
//! `Windows 13-18: Feature 6 Phase 1 subtasks`, `**Feature 2 (Windows 13-20):** Phase 1`,
//! `Building Features 1 + 6 Together`, `1:00 - Both features complete!`.

use super::item::{Allotment, Claim, ClaimEntity, Quantity};
use super::phase;
use super::reader::Reader;
use super::text::{leading_number, strip_decoration, strip_word, trim_marks};
use crate::source::Span;

/// `**Feature 2 (Windows 13-20):** Phase 1`; `true` if it was such a line.
pub(super) fn read(reader: &mut Reader<'_>, words: &str) -> bool {
    let words = strip_decoration(words);
    let Some((feature, rest)) = feature(words) else { return false };
    let Some(open) = rest.find(['(', '（', ':', '-', '–', '—']).filter(|open| *open < 48) else {
        return false;
    };
    let behind = rest[open..].trim_start_matches(['(', '（', ':', '-', '–', '—', ' ', '*']);
    let Some(range) = ["windows", "window", "tabs", "tab"].iter().find_map(|word| strip_word(behind, word))
    else {
        return false;
    };
    let Some((first, last, span, rest)) = range_of(range.trim_start()) else { return false };
    let rest = rest.trim_start_matches([')', '）', ':', '*', ' ', '-']);
    allot(reader, feature, first, last, span, rest);
    true
}

/// `Windows 13-18: Feature 6 Phase 1 subtasks`: what stands behind the colon.
pub(super) fn given(reader: &mut Reader<'_>, first: u32, last: u32, range: &str, rest: &str) {
    if let Some((id, behind)) = feature(strip_decoration(rest)) {
        allot(reader, id, first, last, range, behind);
    }
}

fn allot(reader: &mut Reader<'_>, feature: &str, first: u32, last: u32, range: &str, rest: &str) {
    let named = |text: &str| {
        let text = trim_marks(text.trim_start_matches([' ', ',', '-', '(', ':']));
        phase::name(text).map(|words| words.name)
    };
    let span = reader.span(range);
    let phase = named(rest);
    if last < first {
        return;
    }
    let section = reader.scope.heading_count;
    reader.document.allotments.push(Allotment {
        feature: feature.to_owned(),
        phase,
        first,
        last,
        span,
        section,
    });
    if !reader.scope.features_by_heading && !reader.scope.features.iter().any(|known| known == feature) {
        reader.scope.features.push(feature.to_owned());
    }
}

/// `13-20` and what follows.
fn range_of(text: &str) -> Option<(u32, u32, &str, &str)> {
    let (first, after) = leading_number(text)?;
    let dashed = after.trim_start().strip_prefix(['-', '–', '—', '−'])?;
    let (last, rest) = leading_number(dashed.trim_start())?;
    Some((first, last, &text[..text.len() - rest.len()], rest))
}

/// `Feature 6 …`: the number and what follows.
fn feature(text: &str) -> Option<(&str, &str)> {
    let rest = strip_word(text, "feature")?.trim_start_matches([' ', '#']);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0 && digits < 6).then(|| rest.split_at(digits))
}

/// Notes which features a heading of `level` names.
pub(super) fn heading(reader: &mut Reader<'_>, level: u8, text: &str) {
    reader.scope.heading_count += 1;
    let named = features(text);
    if !named.is_empty() {
        reader.scope.features = named;
        reader.scope.features_by_heading = true;
        reader.scope.features_level = level;
    } else if level <= reader.scope.features_level || !reader.scope.features_by_heading {
        reader.scope.features.clear();
        reader.scope.features_by_heading = false;
        reader.scope.features_level = level;
    }
    reader.scope.is_example = level > 2 && reader.scope.is_example
        || ["xample", "XAMPLE", "Sample", "SAMPLE", "sample", "eispiel", "示例"]
            .iter()
            .any(|word| text.contains(word));
}

/// The numbers behind `Feature` and `Features`: `Features 1 + 6`, `Features 2, 3 and 4`.
fn features(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    if !["eature", "EATURE"].iter().any(|word| text.contains(word)) {
        return found;
    }
    let lower = text.to_ascii_lowercase();
    for (at, _) in lower.match_indices("feature") {
        if lower[..at].ends_with(|c: char| c.is_alphanumeric()) {
            continue;
        }
        let mut rest = lower[at + "feature".len()..].trim_start_matches('s').trim_start_matches([' ', '#']);
        while let Some((number, behind)) = leading_number(rest) {
            // `Feature 1.2` and `Features 1-3` are something else.
            if behind.starts_with('.') && behind[1..].starts_with(|c: char| c.is_ascii_digit())
                || range_of(rest).is_some()
            {
                return Vec::new();
            }
            let number = number.to_string();
            if !found.contains(&number) {
                found.push(number);
            }
            let Some(next) = [" + ", ", ", " & ", " and "].iter().find_map(|sign| behind.strip_prefix(sign))
            else {
                break;
            };
            rest = next.trim_start_matches("and ").trim_start_matches("feature").trim_start();
        }
    }
    found
}

/// `1:00 - Both features complete!` of a run that begins at 0:00.
pub(super) fn clock(reader: &mut Reader<'_>, line: &str) {
    let Some((hours, rest)) = leading_number(line) else { return };
    let Some((minutes, behind)) = rest.strip_prefix(':').and_then(leading_number) else { return };
    // Seconds or a date are no clock of a plan.
    if hours > 99 || minutes > 59 || behind.starts_with([':', '.']) {
        return;
    }
    let text = &line[..line.len() - behind.len()];
    let lower = behind.to_lowercase();
    let done = ["complete", "done", "finished", "完成", "fertig"].iter().any(|word| lower.contains(word));
    if !done || lower.contains("phase") {
        return;
    }
    let Some(entity) = whole(reader, &lower) else { return };
    let value = f64::from(hours * 60 + minutes);
    let span = reader.span(text);
    reader.document.claims.push(Claim {
        entity,
        quantity: Quantity::ParallelMinutes,
        min: value,
        max: value,
        approximate: false,
        precision: 1.0,
        text: text.to_owned(),
        span,
        number: Span::default(),
        scale: 1.0,
        section: reader.scope.heading_count,
    });
}

/// What is said to be complete: `both features`, `all 5 features (except feature 2)`, `feature 2`.
fn whole(reader: &Reader<'_>, words: &str) -> Option<ClaimEntity> {
    let known = &reader.scope.features;
    let (head, except) = words.split_once("except").map_or((words, ""), |(head, behind)| (head, behind));
    let all = if head.contains("both features") {
        known.len() == 2
    } else if let Some(at) = head.find("all ").filter(|_| head.contains("features")) {
        leading_number(&head[at + 4..]).is_none_or(|(count, _)| count as usize == known.len())
    } else {
        let one = features(head);
        return match &one[..] {
            [one] if !head.contains("features") => Some(ClaimEntity::Feature(one.clone())),
            _ => None,
        };
    };
    let left_out = features(except);
    let left: Vec<String> = known.iter().filter(|id| !left_out.contains(id)).cloned().collect();
    (all && left.len() > 1).then_some(ClaimEntity::Features(left))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_that_headings_name() {
        assert_eq!(features("Example: Building Features 1 + 6 Together"), ["1", "6"]);
        assert_eq!(features("Features 2, 3 and 4"), ["2", "3", "4"]);
        assert_eq!(features("Feature 1 (Authentication) - Example"), ["1"]);
        assert!(features("Swarm Mode (10+ Features Simultaneously)").is_empty());
        assert!(features("Features 1-3").is_empty());
    }

    #[test]
    fn ranges_of_windows() {
        assert_eq!(
            range_of("13-20):** Phase 1").map(|(a, b, text, _)| (a, b, text)),
            Some((13, 20, "13-20"))
        );
        assert_eq!(range_of("13"), None);
    }
}
