use std::fmt;

/// Why a page was not made. Reads well after "failed to".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RenderError {
    /// There is no such template to render or to override.
    Unknown {
        /// The name.
        name: String,
    },
    /// A template is broken, names a value that does not exist, or took too long.
    Template {
        /// The template.
        name: String,
        /// The line, where known.
        line: Option<usize>,
        /// What is wrong.
        reason: String,
    },
    /// A style or script holds its own end tag and would break out of it.
    Breakout {
        /// The template.
        name: String,
    },
    /// The output would be too large.
    TooLarge {
        /// The template.
        name: String,
        /// The most bytes that it may have.
        cap: usize,
    },
    /// A prompt file has to hold the author's prompt once.
    Prompt {
        /// The template.
        name: String,
        /// The subtask.
        label: String,
        /// How often it holds it.
        times: usize,
    },
}

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RenderError::Unknown { name } => write!(f, "find the template `{name}`"),
            RenderError::Template { name, line: Some(line), reason } => {
                write!(f, "render `{name}`, line {line}: {reason}")
            }
            RenderError::Template { name, line: None, reason } => write!(f, "render `{name}`: {reason}"),
            RenderError::Breakout { name } => {
                write!(f, "use `{name}`: it holds an end tag of its own element")
            }
            RenderError::Prompt { name, label, times: 0 } => write!(
                f,
                "use `{name}`: it leaves out the prompt of {label}; write `{{{{ prompt }}}}` on a line of its own"
            ),
            RenderError::Prompt { name, label, times } => {
                write!(f, "use `{name}`: it holds the prompt of {label} {times} times; once is enough")
            }
            RenderError::TooLarge { name, cap } if cap.is_multiple_of(1 << 20) => {
                write!(f, "render `{name}`: it is larger than {} MiB", cap >> 20)
            }
            RenderError::TooLarge { name, cap } => {
                write!(f, "render `{name}`: it is larger than {cap} bytes")
            }
        }
    }
}

impl std::error::Error for RenderError {}
