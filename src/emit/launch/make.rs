use std::fmt::Write;

use super::course::{Course, Needed};

/// `Makefile`: a target per subtask that is made when the subtask is done. What a subtask needs is a prerequisite, who
/// writes one of its files before it an order-only one. A recipe that fails is passed over, so that a failure stops
/// only what needs the subtask, which the script leaves out; `all` fails in the end.
pub(super) fn makefile(course: &Course) -> String {
    let windows = course.execution.windows_used();
    let mut text = format!("# Made by planc. In {windows} windows: make -C THIS_FOLDER -j {windows}\n");
    text.push_str(HEAD);
    text.push_str("reset:\n\t@rm -rf -- \"$${PLANC_LAUNCH}state/done\" \"$${PLANC_LAUNCH}state/sets\"\n\n");
    for (name, inside) in course.steps() {
        let labels: Vec<&str> = inside.iter().map(|&ix| course.label(ix)).collect();
        let _ = writeln!(text, ".PHONY: {name}\n{name}: {}\n", labels.join(" "));
    }
    for (at, slot) in course.slots.iter().enumerate() {
        for &set in course.sets_before(at) {
            let _ = write!(text, "$(SETS){set}:");
            needed(&mut text, course, course.members(set));
            text.push_str("\n\t@mkdir -p -- \"$${PLANC_LAUNCH}state/sets\" && touch -- \"$@\"\n");
        }
        let label = course.label(slot.subtask);
        let _ = write!(text, "$(DONE){label}:");
        needed(&mut text, course, course.needs(slot.subtask));
        let turns = course.turns(slot.subtask);
        if !turns.is_empty() {
            text.push_str(" |");
            needed(&mut text, course, turns.iter().map(|&first| Needed::Subtask(first)));
        }
        let _ = writeln!(text, "\n\t-@bash \"$${{PLANC_LAUNCH}}start-subtask.sh\" {label}");
        let _ = writeln!(text, ".PHONY: {label}\n{label}: $(DONE){label}\nall: $(DONE){label}");
    }
    text
}

fn needed(text: &mut String, course: &Course, all: impl Iterator<Item = Needed>) {
    for one in all {
        let _ = match one {
            Needed::Subtask(ix) => write!(text, " $(DONE){}", course.label(ix)),
            Needed::Set(set) => write!(text, " $(SETS){set}"),
        };
    }
}

const HEAD: &str = "\
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules
export PLANC_LAUNCH := $(dir $(lastword $(MAKEFILE_LIST)))
DONE := $(PLANC_LAUNCH)state/done/
SETS := $(PLANC_LAUNCH)state/sets/

.PHONY: all reset
all:
\t@bash \"$${PLANC_LAUNCH}start-subtask.sh\" --end

";
