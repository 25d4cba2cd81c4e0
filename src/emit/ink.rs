use anstyle::{AnsiColor, Style};

use super::tty;
use crate::diag::Severity;

/// Colours for text that people read, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ink {
    /// Whether to write colours at all.
    pub color: bool,
}

impl Ink {
    /// No colours.
    pub const PLAIN: Ink = Ink { color: false };

    /// Headings and names that the eye should find.
    pub fn bold(self, text: &str) -> String {
        self.styled(Style::new().bold(), text)
    }

    /// What matters less than the rest.
    pub fn dim(self, text: &str) -> String {
        self.styled(Style::new().dimmed(), text)
    }

    /// Code and commands.
    pub fn code(self, text: &str) -> String {
        self.styled(AnsiColor::Cyan.on_default(), text)
    }

    /// A line that comes in.
    pub fn added(self, text: &str) -> String {
        self.styled(AnsiColor::Green.on_default(), text)
    }

    /// A line that goes.
    pub fn removed(self, text: &str) -> String {
        self.styled(AnsiColor::Red.on_default(), text)
    }

    /// Words about a finding of a severity.
    pub fn severity(self, severity: Severity, text: &str) -> String {
        self.styled(severity_style(severity), text)
    }

    fn styled(self, style: Style, text: &str) -> String {
        if !self.color || text.is_empty() {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len() + 8);
        tty::add(&mut out, format_args!("{style}{text}{style:#}"));
        out
    }
}

fn severity_style(severity: Severity) -> Style {
    let color = match severity {
        Severity::Error => AnsiColor::BrightRed,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Info => AnsiColor::BrightBlue,
    };
    color.on_default().bold()
}
