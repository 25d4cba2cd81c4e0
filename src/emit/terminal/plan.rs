use std::collections::BTreeMap;

use super::Look;
use super::table::{Align, Table};
use crate::emit::{Material, tty};
use crate::graph::Estimate;
use crate::plan::{Feature, FeatureIx, Members, NeedTarget, Origin, Phase, Plan, PlanPhaseIx, SubtaskIx};
use crate::syntax::{Minutes, Status};

/// What does not fit on a line is not worth a look: a subtask may need thousands.
const MOST_NEEDS: usize = 40;

/// What `planc plan` prints for people: features, their phases, and the subtasks of each by window.
pub fn plan(material: &Material<'_>, look: Look) -> String {
    let plan = material.plan;
    let mut groups: BTreeMap<(FeatureIx, u32, u32), Vec<SubtaskIx>> = BTreeMap::new();
    for ix in plan.indices() {
        let subtask = plan.subtask(ix);
        // What stands in no phase comes last; what stands in no sub-phase comes before those that do.
        let phase = subtask.phase.map_or(u32::MAX, |phase| phase.0);
        let sub_phase = subtask.sub_phase.map_or(0, |phase| phase.0 + 1);
        groups.entry((subtask.feature, phase, sub_phase)).or_default().push(ix);
    }
    let sizes = sizes(material);
    let mut out = String::new();
    let mut last: (Option<FeatureIx>, Option<u32>) = (None, None);
    for ((feature, phase, sub_phase), mut subtasks) in groups {
        if last.0 != Some(feature) {
            out.push_str(if out.is_empty() { "" } else { "\n" });
            let (count, work) = sizes[feature.index()];
            out.push_str(&feature_line(plan.feature(feature), count, work, look));
            last = (Some(feature), None);
        }
        if last.1 != Some(phase) {
            out.push('\n');
            let stated = plan.phases.get(phase as usize);
            let words = stated.map_or("No phase".to_owned(), |stated| phase_line("Phase", stated));
            out.push_str(&heading(&words, 0, look));
            out.push('\n');
            last.1 = Some(phase);
        }
        if let Some(stated) = sub_phase.checked_sub(1).map(|ix| plan.phase(PlanPhaseIx(ix))) {
            out.push_str(&heading(&phase_line("Sub-phase", stated), 2, look));
            out.push('\n');
        }
        subtasks.sort_by_key(|&ix| (plan.subtask(ix).window.unwrap_or(u32::MAX), ix));
        out.push_str(&table(material, &subtasks, look));
    }
    tty::guard(out)
}

/// Subtasks and minutes per feature.
fn sizes(material: &Material<'_>) -> Vec<(usize, Minutes)> {
    let mut sizes = vec![(0, Minutes::ZERO); material.plan.features.len()];
    for (subtask, estimate) in material.plan.subtasks.iter().zip(material.estimates) {
        let size = &mut sizes[subtask.feature.index()];
        *size = (size.0 + 1, size.1 + estimate.likely);
    }
    sizes
}

/// A heading, cut where the line is full.
fn heading(text: &str, indent: usize, look: Look) -> String {
    let text = tty::fit(text, look.width.saturating_sub(indent));
    format!("{:indent$}{}", "", look.ink.bold(&text))
}

fn feature_line(feature: &Feature, count: usize, work: Minutes, look: Look) -> String {
    let name = match feature.title.as_str() {
        "" => format!("Feature {}", tty::line(&feature.id)),
        title => format!("Feature {}: {}", tty::line(&feature.id), tty::line(title)),
    };
    let noun = if count == 1 { "subtask" } else { "subtasks" };
    let size = format!("  {count} {noun}, {work} minutes of work\n");
    let name = tty::fit(&name, look.width.saturating_sub(size.len()));
    look.ink.bold(&name) + &size
}

fn phase_line(word: &str, phase: &Phase) -> String {
    let mut line = format!("{word} {}", tty::line(&phase.name));
    if !phase.title.is_empty() {
        tty::add(&mut line, format_args!(": {}", tty::line(&phase.title)));
    }
    let mut notes = Vec::new();
    if let Some(stated) = &phase.estimate {
        notes.push(format!("{} minutes", stated.likely()));
    }
    if !phase.after.is_empty() {
        let after: Vec<_> = phase.after.iter().map(|name| tty::line(name)).collect();
        notes.push(format!("after {}", after.join(", ")));
    }
    if notes.is_empty() { line } else { format!("{line} ({})", notes.join(", ")) }
}

fn table(material: &Material<'_>, subtasks: &[SubtaskIx], look: Look) -> String {
    use Align::{Cut, Left, Right};
    let plan = material.plan;
    let mut table = Table::new(&[
        ("window", Right),
        ("subtask", Left),
        ("minutes", Right),
        ("status", Left),
        ("title", Cut),
        ("needs", Cut),
    ]);
    for &ix in subtasks {
        let subtask = plan.subtask(ix);
        let status = subtask.status.filter(|&status| status != Status::Todo).map_or("", Status::name);
        table.row([
            subtask.window.map_or(String::new(), |window| window.to_string()),
            plan.name(ix).to_owned(),
            material.estimates.get(ix.index()).map_or(String::new(), minutes),
            status.to_owned(),
            subtask.title.clone(),
            needs(plan, ix),
        ]);
    }
    table.render(2, look)
}

/// `15`, or `≈15` where it was worked out.
fn minutes(estimate: &Estimate) -> String {
    let about = if estimate.is_derived() { "≈" } else { "" };
    if estimate.min == estimate.max {
        format!("{about}{}", estimate.likely)
    } else {
        format!("{about}{}-{}", estimate.min, estimate.max)
    }
}

/// Needs as people write them, each once; what a set of them holds is not named again.
fn needs(plan: &Plan, ix: SubtaskIx) -> String {
    let stated = || plan.needs_of(ix).iter().filter(|need| need.origin != Origin::Implied);
    let sets: Vec<&Members> = stated()
        .filter_map(|need| match need.target {
            NeedTarget::One(_) => None,
            NeedTarget::Range(set) | NeedTarget::Wildcard(set) => Some(&plan.sets[set.index()].members),
        })
        .take(MOST_NEEDS)
        .collect();
    let in_a_set = |one: SubtaskIx| {
        sets.iter().any(|members| match members {
            Members::Interval(lo, hi) => (*lo..*hi).contains(&plan.position(one)),
            Members::List(list) => list.binary_search(&one).is_ok(),
        })
    };
    let mut names: Vec<&str> = Vec::new();
    for need in stated() {
        let name = match need.target {
            NeedTarget::One(one) if in_a_set(one) => continue,
            NeedTarget::One(one) => plan.name(one),
            NeedTarget::Range(set) | NeedTarget::Wildcard(set) => plan.sets[set.index()].label.as_str(),
        };
        if names.len() < MOST_NEEDS && !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::sample::Sample;
    use crate::emit::{Ink, hostile};

    const LOOK: Look = Look { ink: Ink::PLAIN, width: 80 };

    #[test]
    fn phases_and_windows() {
        insta::assert_snapshot!(plan(&Sample::new().material(), LOOK), @"
        Feature 1: Ferry  4 subtasks, 37.5 minutes of work

        Phase 1: Base (20 minutes)
          window  subtask  minutes  status  title      needs
               1  1.1.1        ≈10  done    Timetable
               2  1.1.2        ≈10          Fares      1.1.1

        Phase 2 (20 minutes, after 1)
          window  subtask      minutes  title    needs
               1  1.2.1            7.5  Booking  1.1.*
               2  INTEGRATION      ≈10
        ");
    }

    #[test]
    fn lines_fit() {
        let mut sample = Sample::new();
        sample.plan.subtasks[2].title = "A very long title 日本語 ".repeat(12);
        sample.plan.sets[0].label = "a long set ".repeat(12);
        let shown = plan(&sample.material(), LOOK);
        assert!(shown.lines().all(|line| tty::width(line) <= 80), "{shown}");
    }

    #[test]
    fn hostile_text_cannot_leave_its_place() {
        for text in hostile::TEXTS {
            let sample = Sample::hostile(text);
            hostile::check(&plan(&sample.material(), LOOK));
            hostile::check_colored(&plan(&sample.material(), Look { ink: Ink { color: true }, width: 80 }));
        }
    }
}
