use super::Markup;
use super::executions::called;
use crate::emit::page_facts::PageFacts;
use crate::emit::svg;
use crate::schedule::Execution;

/// Up to this many subtasks executions are drawn that take longer or shorter than the one that the page follows.
const DRAWN: usize = 300;

/// Windows over time, a picture for each execution; the reader switches between them without scripts.
pub(super) fn lanes(facts: &PageFacts<'_>) -> Markup {
    let mut out = Markup::new();
    let Some(followed) = facts.execution else { return out };
    let executions = executions(facts, followed);
    let pictures: Vec<(&Execution, Markup)> = executions
        .into_iter()
        .map(|execution| {
            let own = PageFacts::following(facts.material, Some(execution));
            (execution, svg::gantt(&own, execution))
        })
        .filter(|(_, picture)| !picture.is_empty())
        .collect();
    let several = pictures.len() > 1;
    if several {
        out.raw("<fieldset class=\"switch\"><legend>Shown</legend>").line();
        for (execution, _) in &pictures {
            let name = execution.mode.name();
            let id = format!("way-{name}");
            let mut input = vec![("type", "radio"), ("name", "way"), ("id", id.as_str())];
            if execution.mode == followed.mode {
                input.push(("checked", ""));
            }
            // The space keeps a button and its words on one line.
            out.open("input", &input)
                .raw("\u{a0}")
                .open("label", &[("for", &id)])
                .text(&described(facts, execution));
            out.raw("</label>").line();
        }
    }
    for (execution, picture) in &pictures {
        let name = execution.mode.name();
        let (id, class) =
            (format!("lanes-{name}"), if several { format!("way {name}") } else { String::new() });
        out.open("div", &[("id", &id), ("class", class.trim())]).element(
            "h3",
            &[],
            &described(facts, execution),
        );
        let label = format!("Windows over time, {name}");
        out.open(
            "div",
            &[("class", "scroll"), ("role", "region"), ("tabindex", "0"), ("aria-label", &label)],
        );
        out.line().append(picture).raw("</div></div>").line();
    }
    out.raw(if several { "</fieldset>" } else { "" });
    out
}

/// The execution of the page and, for plans that are small enough, those that take other minutes.
fn executions<'a>(facts: &PageFacts<'a>, followed: &'a Execution) -> Vec<&'a Execution> {
    let all = facts.material.schedules.map_or(&[][..], |schedules| &schedules.executions);
    // Two that end together tell the same story.
    let differs =
        |execution: &Execution| execution.mode == followed.mode || execution.makespan != followed.makespan;
    if facts.len() > DRAWN {
        return vec![followed];
    }
    all.iter().filter(|execution| execution.feasible() && differs(execution)).collect()
}

fn described(facts: &PageFacts<'_>, execution: &Execution) -> String {
    let words = called(facts.material.schedules, execution.mode);
    format!("{words}: {} min", execution.makespan.unwrap_or_default())
}
