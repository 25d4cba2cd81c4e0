//! How each line of a file was taken: asked for by people, never by another stage.

use super::document::Document;

/// What a file states, and how each of its lines was taken.
#[derive(Clone, Debug)]
pub struct Trace {
    /// What it states.
    pub document: Document,
    /// One entry for each line.
    pub lines: Vec<Reading>,
}

/// How one line was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// As what.
    pub kind: ReadingKind,
    /// The id of the unit whose section or item it stands in.
    pub inside: Option<String>,
}

/// Kinds of [`Reading`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadingKind {
    /// Nothing but white space.
    Blank,
    /// A line of `---` or `===`.
    Rule,
    /// Front matter of a file that is one subtask.
    FrontMatter,
    /// A heading of this level.
    Heading(u8),
    /// A line of a table.
    Table,
    /// A line of a drawn tree outside of fences.
    Tree,
    /// An item or value below this label.
    Below(&'static str),
    /// A label with its value.
    Field,
    /// A sentence or arrow about needs.
    Relation,
    /// A line that places subtasks that other lines define.
    Placement,
    /// An item with a check box.
    CheckBox,
    /// Another item of a list.
    Item,
    /// Other text.
    Text,
    /// A fence.
    Fence,
    /// A line of a map in a fence.
    Map,
    /// A line of a drawing in mermaid.
    Mermaid,
    /// A line of the prompt of the unit around it.
    Prompt,
    /// A fenced line in the section of a unit, besides its prompt.
    Example,
    /// A fenced line behind an info word that names a language.
    Code,
    /// A line of JSON.
    Data,
}
