//! Mermaid drawings: `A --> B` in graphs, `after` in Gantt charts.

use rustc_hash::FxHashMap;

use super::fence::Fence;
use super::id;
use super::item::{NeedOperand, StatedId, StatedNeed, StatedRelation};
use super::label::{UNITS, strip};
use super::reader::Reader;
use super::text::{span_in, strip_word};

/// Reads a fenced drawing; `false` if the fence holds something else.
pub(super) fn read(reader: &mut Reader<'_>, block: &Fence) -> bool {
    let opening = reader.lines.get(block.open as usize).trim_start_matches([' ', '\t', '>', '`', '~']);
    if strip_word(opening.trim_start_matches('{'), "mermaid").is_none() {
        return false;
    }
    let lines =
        (block.open as usize + 1..block.end as usize).filter(|&at| !reader.lines.get(at).trim().is_empty());
    let lines: Vec<usize> = lines.collect();
    let kind = lines
        .iter()
        .map(|&at| reader.lines.get(at).trim())
        .find(|line| !line.starts_with("%%") && !line.starts_with("---"));
    match kind {
        Some(line) if strip_word(line, "gantt").is_some() => gantt(reader, &lines),
        Some(line) if ["graph", "flowchart"].iter().any(|word| strip_word(line, word).is_some()) => {
            graph(reader, &lines);
        }
        _ => {}
    }
    true
}

/// What the nodes of a drawing stand for.
type Nodes<'t> = FxHashMap<&'t str, StatedId>;

fn graph(reader: &mut Reader<'_>, lines: &[usize]) {
    let whole = reader.lines.text();
    let mut nodes = Nodes::default();
    for &at in lines {
        let mut rest = reader.lines.get(at);
        while let Some((_, _, after)) = node(rest, whole, &mut nodes) {
            rest = arrow(after).map_or_else(|| skip_to_node(after), |(_, after)| after);
            if rest.is_empty() {
                break;
            }
        }
    }
    for &at in lines {
        let mut rest = reader.lines.get(at);
        let Some((mut from, after)) = side(rest, whole, &nodes) else { continue };
        rest = after;
        while let Some((directed, after)) = arrow(rest) {
            let Some((to, after)) = side(after, whole, &nodes) else { break };
            if directed {
                relate(reader, &to, &from, at);
            }
            (from, rest) = (to, after);
        }
    }
}

fn skip_to_node(text: &str) -> &str {
    text.strip_prefix([' ', '&', ';']).unwrap_or("")
}

/// Nodes joined by `&`.
fn side<'t>(text: &'t str, whole: &'t str, nodes: &Nodes<'t>) -> Option<(Vec<StatedId>, &'t str)> {
    let mut found = Vec::new();
    let mut rest = text;
    loop {
        let (name, _, after) = node(rest, whole, &mut Nodes::default())?;
        let own = || StatedId { text: name.to_owned(), feature: None, span: span_in(whole, name) };
        found.push(nodes.get(name).cloned().unwrap_or_else(own));
        match after.trim_start().strip_prefix('&') {
            Some(more) => rest = more,
            None => return Some((found, after)),
        }
    }
}

/// A node with its label: `T1[Task 1: Title]`, `a(["1.1.1 Title"])`, `T1:::done`.
fn node<'t>(text: &'t str, whole: &str, nodes: &mut Nodes<'t>) -> Option<(&'t str, &'t str, &'t str)> {
    let text = text.trim_start();
    let mut length =
        text.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-')).count();
    // An arrow glued to the node: `A-->B`.
    if let Some(at) = text[..length].find("--") {
        length = at;
    }
    let name = text[..length].trim_end_matches('-');
    if name.is_empty() {
        return None;
    }
    let mut rest = &text[name.len()..];
    let mut label = "";
    if rest.starts_with(['[', '(', '{', '>']) {
        let close = rest.find([']', ')', '}'])?;
        let end = close + rest[close..].bytes().take_while(|b| matches!(b, b']' | b')' | b'}')).count();
        label = rest[..close].trim_matches(['[', '(', '{', '>', '"', '/', ' ']);
        rest = &rest[end..];
        if let Some(found) = labelled(label, whole) {
            nodes.entry(name).or_insert(found);
        }
    }
    if let Some(class) = rest.strip_prefix(":::") {
        rest = class.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
    }
    Some((name, label, rest))
}

/// The id at the start of a label.
fn labelled(label: &str, whole: &str) -> Option<StatedId> {
    if let Some((id, _)) = id::leading_id(label, whole) {
        return Some(id);
    }
    let rest = UNITS.iter().find_map(|(word, _)| strip(label, word))?;
    id::after_keyword(rest, whole).map(|(id, _)| id)
}

/// A link: whether it has a direction, and what follows it and its text.
fn arrow(text: &str) -> Option<(bool, &str)> {
    let text = text.trim_start();
    let line = text.bytes().take_while(|b| matches!(b, b'-' | b'=' | b'.')).count();
    if line < 2 {
        return None;
    }
    let mut rest = &text[line..];
    let mut directed = rest.starts_with('>');
    rest = rest.strip_prefix(['>', 'x', 'o']).unwrap_or(rest);
    if !directed && let Some(end) = rest.find("-->").or_else(|| rest.find("==>")).or_else(|| rest.find(".->"))
    {
        // `A -- text --> B`
        directed = true;
        rest = &rest[end + 3..];
    }
    if let Some(text) = rest.strip_prefix('|') {
        rest = text.split_once('|')?.1;
    }
    Some((directed, rest))
}

/// `Title :done, a2, after a1, 3d`.
fn gantt(reader: &mut Reader<'_>, lines: &[usize]) {
    let whole = reader.lines.text();
    let mut bars: Vec<(StatedId, Vec<&str>, usize)> = Vec::new();
    let mut names: FxHashMap<&str, StatedId> = FxHashMap::default();
    for &at in lines {
        let line = reader.lines.get(at).trim();
        let Some((title, data)) = line.split_once(':') else { continue };
        let title = title.trim();
        let mut name = None;
        let mut after = Vec::new();
        let mut time = None;
        for part in data.split(',').map(str::trim) {
            if let Some(names) = part.strip_prefix("after ") {
                after.extend(names.split_whitespace());
            } else if !part.is_empty()
                && !["done", "active", "crit", "milestone"].contains(&part)
                && part.starts_with(|c: char| c.is_ascii_alphabetic())
                && name.is_none()
            {
                name = Some(part);
            } else if let Some(found) = super::duration::find(part).filter(|found| found.text == part) {
                time = Some(found.estimate(whole));
            }
        }
        let own =
            name.map(|name| StatedId { text: name.to_owned(), feature: None, span: span_in(whole, name) });
        let Some(id) = labelled(title, whole).or(own) else { continue };
        names.extend(name.map(|name| (name, id.clone())));
        if let Some(time) = time {
            super::placement::timed(reader, at, id.clone(), time);
        }
        bars.push((id, after, at));
    }
    for (id, after, at) in bars {
        let needed: Vec<StatedId> = after.iter().filter_map(|name| names.get(name).cloned()).collect();
        if !needed.is_empty() {
            relate(reader, &[id], &needed, at);
        }
    }
}

fn relate(reader: &mut Reader<'_>, who: &[StatedId], needed: &[StatedId], at: usize) {
    let needs = needed
        .iter()
        .map(|id| StatedNeed { operand: NeedOperand::Name(id.clone()), note: None, span: id.span })
        .collect();
    let who = who.iter().cloned().map(NeedOperand::Name).collect();
    let span = reader.lines.span(at);
    reader.document.relations.push(StatedRelation { who, needs, drawn: true, span });
}
