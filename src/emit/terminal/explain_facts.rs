//! What a document states, one sentence for each fact, with its place.

use super::explain_words::{form, named, operand, titled, with};
use crate::emit::{Material, Places};
use crate::plan::Plan;
use crate::source::Span;
use crate::syntax::{
    ClaimEntity, DirectiveKind, Document, Passed, PhaseIx, ProblemKind, StatedNeed, StatedSubtask, TouchMode,
};

/// A sentence about what stands at a place.
pub(super) struct Fact {
    pub(super) span: Span,
    pub(super) words: String,
}

/// Collects the facts of one document.
struct Facts<'a> {
    plan: &'a Plan,
    document: &'a Document,
    places: &'a Places<'a>,
    found: Vec<Fact>,
}

/// Every fact of a document; those of one line stand in the order in which people look for them.
pub(super) fn facts(material: &Material<'_>, document: &Document, places: &Places<'_>) -> Vec<Fact> {
    let mut facts = Facts { plan: material.plan, document, places, found: Vec::new() };
    facts.scopes();
    for (at, subtask) in document.subtasks.iter().enumerate() {
        facts.subtask(at, subtask);
    }
    for group in &document.groups {
        let count = group.members.len();
        let words = format!("{} of {count} subtasks", named("group", &group.unit));
        facts.add(group.unit.span, with(words, &facts.stated(&group.unit)));
        facts.parts(&group.unit);
    }
    facts.apart();
    facts.found
}

impl Facts<'_> {
    fn add(&mut self, span: Span, words: String) {
        self.found.push(Fact { span, words });
    }

    /// Features, tracks and phases.
    fn scopes(&mut self) {
        let document = self.document;
        for feature in &document.features {
            self.add(feature.span, titled(format!("feature {}", feature.id), &feature.title));
        }
        for track in &document.tracks {
            let time = track.estimate.map(|time| format!("{} minutes", time.likely()));
            self.add(
                track.span,
                with(titled(format!("track {}", track.id), &track.title), &Vec::from_iter(time)),
            );
        }
        for phase in &document.phases {
            let mut notes = Vec::new();
            if let Some(parent) = phase.parent {
                notes.push(format!("in phase {}", document.phases[parent.index()].name));
            }
            notes.extend(phase.estimate.map(|time| format!("{} minutes", time.likely())));
            notes.extend(phase.after.iter().map(|after| format!("after {}", after.text)));
            let word = if phase.parent.is_some() { "sub-phase" } else { "phase" };
            self.add(phase.span, with(titled(format!("{word} {}", phase.name), &phase.title), &notes));
            for after in &phase.after {
                self.add(after.span, format!("{word} {} runs after {}", phase.name, after.text));
            }
        }
    }

    fn subtask(&mut self, at: usize, subtask: &StatedSubtask) {
        let links = self.plan.documents.iter().find(|links| links.file == self.document.file);
        let defined = links.is_some_and(|links| links.subtasks.get(at).copied().flatten().is_some());
        let word = if defined { "subtask" } else { "mention of" };
        let mut notes = vec![form(subtask.form).to_owned()];
        notes.extend(self.stated(subtask));
        if !defined {
            notes.push("nothing defines it".to_owned());
        }
        self.add(subtask.span, with(named(word, subtask), &notes));
        self.parts(subtask);
    }

    /// What one statement says about its unit.
    fn stated(&self, unit: &StatedSubtask) -> Vec<String> {
        let phase = |ix: PhaseIx| self.document.phases[ix.index()].name.as_str();
        let mut notes = Vec::new();
        notes.extend(unit.list.as_ref().map(|list| format!("list {list}")));
        notes.extend(unit.group.as_ref().map(|group| format!("in {group}")));
        notes.extend(unit.window.map(|window| format!("window {}", window.number)));
        notes.extend(unit.phase.map(|ix| format!("phase {}", phase(ix))));
        notes.extend(unit.sub_phase.map(|ix| format!("sub-phase {}", phase(ix))));
        notes.extend(unit.estimate.map(|time| match (time.min, time.max) {
            (min, max) if min == max => format!("{min} minutes"),
            (min, max) => format!("{min}-{max} minutes"),
        }));
        notes.extend(unit.status.map(|status| status.status.name().to_owned()));
        let here = self.line(unit.span);
        let needs: Vec<String> = unit
            .needs
            .iter()
            .map(|need| match self.line(need.span) {
                line if line == here => operand(&need.operand),
                line => format!("{} (line {line})", operand(&need.operand)),
            })
            .collect();
        if !needs.is_empty() {
            let origin = if unit.form.is_spec() { "spec" } else { "map" };
            notes.push(format!("needs {} (from {origin})", needs.join(", ")));
        }
        notes
    }

    fn line(&self, span: Span) -> u32 {
        self.places.line_at(self.document.file, span.start)
    }

    /// What stands on other lines of a unit.
    fn parts(&mut self, unit: &StatedSubtask) {
        let (id, here) = (&unit.id.text, self.line(unit.span));
        let mut found: Vec<(Span, String)> = Vec::new();
        let needs =
            unit.needs.iter().map(|need| (need.span, format!("{id} needs {}", operand(&need.operand))));
        found.extend(needs);
        found.extend(
            unit.conflicts
                .iter()
                .map(|other| (other.span, format!("{id} is in conflict with {}", other.text))),
        );
        found.extend(
            unit.prerequisites
                .iter()
                .map(|text| (text.span, format!("condition of {id}, no need: {}", text.text))),
        );
        found.extend(unit.tools.iter().map(|text| (text.span, format!("{id} needs the tool {}", text.text))));
        found.extend(unit.title.iter().map(|title| (title.span, format!("title of {id}"))));
        found.extend(
            unit.estimate.map(|time| (time.span, format!("time of {id}: {} minutes", time.likely()))),
        );
        found.extend(
            unit.status.map(|status| (status.span, format!("status of {id}: {}", status.status.name()))),
        );
        found.extend(unit.window.map(|window| (window.span, format!("window of {id}: {}", window.number))));
        found.extend(unit.files.iter().map(|file| {
            let verb = if file.mode == TouchMode::Create { "creates" } else { "updates" };
            (file.span, format!("{id} {verb} {}", file.path))
        }));
        let items = unit.validation.iter().flatten();
        found.extend(items.map(|item| (item.span, format!("validation of {id}, no subtask"))));
        if let Some(prompt) = &unit.prompt {
            found.push((prompt.opening.unwrap_or(prompt.span), format!("the prompt of {id} begins")));
            found.extend(prompt.closing.map(|span| (span, format!("the prompt of {id} ends"))));
        }
        for (span, words) in found {
            // What the unit's own line says is already told there.
            if !span.is_empty() && self.line(span) != here {
                self.add(span, words);
            }
        }
    }

    /// What stands apart from units.
    fn apart(&mut self) {
        let document = self.document;
        for relation in &document.relations {
            let who: Vec<String> = relation.who.iter().map(operand).collect();
            let needs: Vec<String> =
                relation.needs.iter().map(|need: &StatedNeed| operand(&need.operand)).collect();
            let drawn = if relation.drawn { " (drawn)" } else { "" };
            self.add(relation.span, format!("{} needs {}{drawn}", who.join(", "), needs.join(", ")));
        }
        for buffer in &document.buffers {
            self.add(buffer.span, format!("windows kept free: {}", buffer.count));
        }
        for claim in &document.claims {
            let whose = match &claim.entity {
                ClaimEntity::Plan => "the plan".to_owned(),
                ClaimEntity::Feature(id) => format!("feature {id}"),
                ClaimEntity::Features(ids) => format!("features {}", ids.join(", ")),
                ClaimEntity::NamedPhase(name) => format!("phase {name}"),
                ClaimEntity::Column(name) => format!("the column {name}"),
                ClaimEntity::Track(id) => format!("track {id}"),
                ClaimEntity::Phase(ix) => format!("phase {}", document.phases[ix.index()].name),
                ClaimEntity::Branch { name, .. } => format!("the branch {name}"),
            };
            self.add(claim.span, format!("claim about {whose}: {}", claim.text));
        }
        for problem in &document.problems {
            let words = match problem.kind {
                ProblemKind::Unparsed { looks_like, missing } => {
                    format!("looks like a {looks_like}, but {missing} is missing")
                }
                ProblemKind::UnclosedFence => "a fence without an end".to_owned(),
                ProblemKind::OddId => "an id that is written unlike the others".to_owned(),
                ProblemKind::LoneReturns => "lines end with a carriage return alone".to_owned(),
                ProblemKind::Limit { followed } => format!("more than the {followed} that planc follows"),
            };
            self.add(problem.span, words);
        }
        for directive in &document.directives {
            let words = match directive.kind {
                DirectiveKind::Suppress => "comment that leaves findings out",
                DirectiveKind::InPrompt => "comment for planc inside a prompt: not followed",
                DirectiveKind::Unknown => "comment for planc that it does not know",
            };
            self.add(directive.span, words.to_owned());
        }
        for passed in &document.passed_over {
            let why = match passed.why {
                Passed::Range => "speaks of a range of units that other lines define",
                Passed::Mention => "names a unit that no line defines",
                Passed::Uncertain => {
                    "could be a unit of work, but too few lines like it state needs, a time or a state: no subtask"
                }
                Passed::Childless => "a story, track or epic that holds no unit: no subtask",
            };
            self.add(passed.span, format!("{}: {why}", passed.id));
        }
    }
}
