use super::monitors::Monitors;
use super::rerun::Rerun;
use super::stand::Stand;
use crate::emit::TextTemplate;

/// How a pack is made.
#[derive(Clone, Copy, Debug, Default)]
pub struct PackOptions<'a> {
    /// The layout of prompt files; `None` for the one that is built in.
    pub template: Option<&'a TextTemplate>,
    /// What a prompt file holds.
    pub style: Style,
    /// Where windows sit.
    pub monitors: Option<Monitors>,
    /// Whether each strict chain gets a file with all its prompts in order.
    pub chains: bool,
    /// Where a run has got to.
    pub run: Option<Stand<'a>>,
    /// For each subtask whether it is packed; `None` for all. Files about others as well are left out.
    pub part: Option<&'a [bool]>,
    /// What is run again.
    pub rerun: Option<Rerun<'a>>,
    /// Which launcher the plan has not, and why.
    pub no_launcher: Option<&'static str>,
}

/// What a prompt file holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// The author's prompt with everything around it.
    #[default]
    Full,
    /// The author's bytes and nothing else; none where the plan holds no prompt.
    Plain,
}

impl Style {
    /// The word of the command line.
    pub fn name(self) -> &'static str {
        match self {
            Style::Full => "full",
            Style::Plain => "plain",
        }
    }
}
