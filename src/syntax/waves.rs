//! Kiro's graph of tasks in a fence: `{"waves": [{"id": 0, "tasks": ["1.1"]}], "dependencies": {"2.1": ["1.1"]}}`.

use super::fence::Fence;
use super::item::{Form, NeedOperand, PhaseKind, StatedId, StatedNeed, StatedRelation};
use super::json;
use super::json_value::{Kind, Value};
use super::phase::{self, Words};
use super::reader::Reader;
use crate::source::Span;

/// Reads the fence; `false` if it holds something else.
pub(super) fn read(reader: &mut Reader<'_>, block: &Fence) -> bool {
    let place = reader.lines.range(block.open as usize + 1, block.end as usize);
    let text = place.of(reader.lines.text());
    if !text.trim_start().starts_with('{') || !text.contains("\"waves\"") {
        return false;
    }
    let (Some(root), None) = json::read(text, reader.options.nesting) else { return false };
    let Some(waves) = root.get("waves") else { return false };
    let at = block.open as usize;
    for (nth, wave) in waves.items().iter().enumerate() {
        wave_of(reader, at, place, nth, wave);
    }
    if let Some(Kind::Object(members)) = root.get("dependencies").map(|value| &value.kind) {
        for member in members {
            let who = id(&member.key, moved(member.key_span, place));
            let needs: Vec<StatedNeed> =
                member.value.items().iter().filter_map(|value| need(value, place)).collect();
            let who = vec![NeedOperand::Id(who)];
            let span = moved(member.key_span, place);
            // Names that no line defines say nothing, as in a drawing.
            reader.document.relations.push(StatedRelation { who, needs, drawn: true, span });
        }
    }
    true
}

/// Places the tasks of a wave.
fn wave_of(reader: &mut Reader<'_>, at: usize, place: Span, nth: usize, wave: &Value<'_>) {
    let stated = ["id", "wave", "number", "name"].iter().find_map(|key| wave.get(key)?.words());
    let number = match stated {
        // `Wave 1: Groundwork`
        Some(words) => phase::name(words).map_or_else(|| words.to_owned(), |found| found.name),
        None => (nth + 1).to_string(),
    };
    let ix = phase::known(reader, at, Words { kind: PhaseKind::Wave, name: number, rest: "" });
    for task in wave.get("tasks").map_or(&[][..], Value::items) {
        let words = task.words().or_else(|| task.get("id")?.words());
        let Some(words) = words.filter(|words| words.len() <= 40) else { continue };
        let id = id(words, moved(task.inside, place));
        let statement = reader.statement(Form::Reference, id, "", at);
        reader.units[statement].certain = false;
        let stated = &mut reader.document.subtasks[statement];
        (stated.phase, stated.sub_phase) = (Some(ix), None);
    }
}

fn need(value: &Value<'_>, place: Span) -> Option<StatedNeed> {
    let span = moved(value.inside, place);
    Some(StatedNeed { operand: NeedOperand::Id(id(value.words()?, span)), note: None, span })
}

fn id(words: &str, span: Span) -> StatedId {
    let text = words.trim().trim_start_matches("Task ").trim_end_matches(['*', '.']);
    StatedId { text: text.to_owned(), feature: None, span }
}

/// A place inside the fence, in the text.
fn moved(span: Span, place: Span) -> Span {
    Span { start: span.start + place.start, end: span.end + place.start }
}
