use std::fmt::Write;

use super::course::{Course, Needed};
use crate::plan::SubtaskIx;

/// `build.ninja`: as the Makefile. The script ends well although a subtask failed, so that ninja goes on with what
/// does not need it; the default target fails in the end.
pub(super) fn build(course: &Course) -> String {
    let windows = course.execution.windows_used();
    let mut text = format!(
        "# Made by planc. In {windows} windows: ninja -C THIS_FOLDER -j {windows}\n\
         ninja_required_version = 1.5\n\
         builddir = state\n\n\
         pool windows\n  depth = {windows}\n\n\
         rule subtask\n  command = bash ./start-subtask.sh --go-on $label\n  description = $label\n  pool = windows\n\n\
         rule end\n  command = bash ./start-subtask.sh --end\n  description = end\n  pool = console\n\n"
    );
    for (at, slot) in course.slots.iter().enumerate() {
        for &set in course.sets_before(at) {
            let _ = write!(text, "build sets/{set}: phony");
            needed(&mut text, course, course.members(set));
            text.push('\n');
        }
        let label = course.label(slot.subtask);
        let _ = write!(text, "build state/done/{label}: subtask");
        needed(&mut text, course, course.needs(slot.subtask));
        let turns = course.turns(slot.subtask);
        if !turns.is_empty() {
            text.push_str(" ||");
            needed(&mut text, course, turns.iter().map(|&first| Needed::Subtask(first)));
        }
        let _ = writeln!(text, "\n  label = {label}\nbuild {label}: phony state/done/{label}");
    }
    text.push('\n');
    for (name, inside) in course.steps() {
        phony(&mut text, course, &name, inside.iter().copied());
    }
    phony(&mut text, course, "all", course.slots.iter().map(|slot| slot.subtask));
    text.push_str("build verdict: end all\n\ndefault verdict\n");
    text
}

fn phony(text: &mut String, course: &Course, name: &str, inside: impl Iterator<Item = SubtaskIx>) {
    let _ = write!(text, "build {name}: phony");
    needed(text, course, inside.map(Needed::Subtask));
    text.push('\n');
}

fn needed(text: &mut String, course: &Course, all: impl Iterator<Item = Needed>) {
    for one in all {
        let _ = match one {
            Needed::Subtask(ix) => write!(text, " state/done/{}", course.label(ix)),
            Needed::Set(set) => write!(text, " sets/{set}"),
        };
    }
}
