use super::Markup;
use super::parts::needs;
use crate::emit::hash;
use crate::emit::page_facts::PageFacts;
use crate::plan::SubtaskIx;
use crate::syntax::TouchMode;

/// One subtask in its window: label, needs, files, the prompt with its copy button, and the validation list.
/// `place` is where the window sits, `state` what the log says, empty for nothing. Needs are links where all cards stand on one page.
pub(super) fn card(
    out: &mut Markup,
    facts: &PageFacts<'_>,
    ix: SubtaskIx,
    prompt: Option<&str>,
    place: Option<&str>,
    linked: bool,
    state: &str,
) {
    let subtask = facts.material.plan.subtask(ix);
    let id = format!("t-{}", facts.anchor(ix));
    let heading = format!("h-{}", facts.anchor(ix));
    let key = subtask.key.as_str();
    out.open("article", &[("class", "card"), ("id", &id), ("aria-labelledby", &heading), ("data-key", key)]);
    out.raw("<header><p class=\"window\">");
    match facts.slot(ix) {
        Some(slot) => out.raw("Window <b>").value(slot.window).raw("</b>"),
        None => out.raw("No window"),
    };
    if let Some(place) = place {
        out.raw(" <small>").text(place).raw("</small>");
    }
    out.raw("</p><h3 id=\"").text(&heading).raw("\"><code>").text(key).raw("</code> ").prose(&subtask.title);
    out.raw("</h3>");
    if facts.is_critical(ix) {
        out.raw("<p class=\"crit\">◆ critical</p>");
    }
    if !state.is_empty() {
        let (class, glyph) = match state {
            "done" | "validated" => ("ok", "✓"),
            "failed" => ("bad", "✕"),
            _ => ("info", "▶"),
        };
        out.raw("<p>")
            .element("span", &[("class", class)], &format!("{glyph} {state} by the log"))
            .raw("</p>");
    }
    out.raw("</header><dl>");
    out.raw("<div><dt>Tab label<dd><code>").text(key).raw("</code> ");
    let label = format!("Copy label {key}");
    out.open(
        "button",
        &[
            ("type", "button"),
            ("class", "js small"),
            ("hidden", ""),
            ("data-copy-label", key),
            ("aria-label", &label),
        ],
    );
    out.raw("Copy label</button></div><div><dt>Needs<dd>");
    needs(out, facts, ix, linked);
    out.raw("</div><div><dt>Minutes<dd>").text(&facts.minutes(ix));
    if let Some(slot) = facts.slot(ix) {
        out.raw(" <small>minute ").value(slot.start).raw(" to ").value(slot.end).raw("</small>");
    }
    out.raw("</div>");
    if !subtask.files.is_empty() {
        out.raw("<div><dt>Files<dd>");
        for (at, touch) in subtask.files.iter().enumerate() {
            out.raw(if at > 0 { ", " } else { "" }).element("code", &[], &touch.path);
            out.raw(if touch.mode == TouchMode::Create { " <small>new</small>" } else { "" });
        }
        out.raw("</div>");
    }
    if !subtask.prerequisites.is_empty() {
        out.raw("<div><dt>First<dd>").text(&subtask.prerequisites.join(", ")).raw("</div>");
    }
    out.raw("</dl>");
    match prompt {
        Some(prompt) => the_prompt(out, key, prompt),
        None => {
            out.raw("<p><span class=\"warn\">▲ no prompt</span> The plan states none for this subtask.</p>");
        }
    }
    validation(out, facts, ix);
    out.raw("</article>").line();
}

fn the_prompt(out: &mut Markup, key: &str, prompt: &str) {
    let name = format!("Copy prompt {key}");
    out.raw("<p class=\"do\">");
    out.open(
        "button",
        &[
            ("type", "button"),
            ("class", "js main"),
            ("hidden", ""),
            ("data-copy", key),
            ("aria-label", &name),
        ],
    );
    out.raw("Copy prompt</button> <span class=\"done\" hidden>✓ copied</span> <small>");
    out.value(prompt.len()).raw(" bytes, sha256 ").text(&hash(prompt.as_bytes(), 12)).raw("</small></p>");
    // A parser drops one line feed at the start of `pre`; this one is for it.
    out.raw("<details><summary>Prompt</summary><pre tabindex=\"0\">")
        .line()
        .lines(prompt)
        .raw("</pre></details>");
}

fn validation(out: &mut Markup, facts: &PageFacts<'_>, ix: SubtaskIx) {
    let Some(items) = facts.material.plan.subtask(ix).validation.as_ref().filter(|items| !items.is_empty())
    else {
        return;
    };
    out.raw("<fieldset><legend>Validation</legend>");
    for item in items {
        out.raw("<label><input type=\"checkbox\"> ").prose(item).raw("</label>");
    }
    out.raw("</fieldset>");
}
