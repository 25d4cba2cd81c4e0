use std::path::PathBuf;

use clap::{Args as Flags, ValueEnum};

use super::args::{Limits, PackMode};
use crate::emit::Style;

#[derive(Debug, Flags)]
pub(super) struct Prompt {
    /// An id (1.1.7) or a key (F1-1.1.7).
    #[arg(value_name = "SUBTASK")]
    pub(super) subtask: String,
    /// Files and folders; `-` reads standard input.
    #[arg(default_value = ".", value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) form: Form,
    /// Which execution window and times follow.
    #[arg(long, value_name = "MODE", default_value = "phases")]
    pub(super) mode: PackMode,
    #[command(flatten)]
    pub(super) limits: Limits,
}

/// How prompt files look.
#[derive(Debug, Flags)]
pub(super) struct Form {
    /// What a prompt file holds.
    #[arg(long, value_name = "STYLE", default_value = "full")]
    pub(super) style: StyleName,
    /// The template of prompt files, in place of the one that is built in; it has to hold `{{ prompt }}` once.
    #[arg(long, value_name = "FILE")]
    pub(super) template: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum StyleName {
    /// The author's prompt with what it waits for, whose files are whose, the report form and how to log.
    Full,
    /// The author's bytes and nothing else.
    Plain,
}

impl StyleName {
    pub(super) fn style(self) -> Style {
        match self {
            StyleName::Full => Style::Full,
            StyleName::Plain => Style::Plain,
        }
    }
}
