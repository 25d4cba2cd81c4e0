use std::io::{self, IsTerminal, Write};
use std::path::Path;

use super::args::{Color, Global};
use super::exit::Failure;
use crate::emit::finding::Links;
use crate::emit::terminal::Look;
use crate::emit::{Ink, tty};
use crate::io::slashes;

/// Columns where no terminal says how many it has.
pub(super) const COLUMNS: usize = 100;

/// Writes to standard output. A reader that has gone away is no failure.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    print_bytes(text.as_bytes())
}

/// The same for the bytes of a file.
pub(super) fn print_bytes(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure(format!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// Writes a notice to standard error.
pub(super) fn notice(text: &str) {
    // A closed standard error cannot be told anything.
    let _ = writeln!(io::stderr(), "{}", tty::clean(text));
}

/// Writes why a command did not run to standard error.
pub(super) fn complain(text: &str) {
    notice(&format!("planc: {text}"));
}

/// Colours and width for standard output.
pub(super) fn look(global: &Global) -> Look {
    let color = match global.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
    };
    Look { ink: Ink { color }, width: width() }
}

/// Whether standard output is a terminal, or the log of a GitHub job, which obeys some lines.
pub(super) fn is_read_by_people() -> bool {
    io::stdout().is_terminal() || variable("GITHUB_ACTIONS").is_some()
}

/// A variable of the environment; nothing where it is empty.
#[expect(clippy::disallowed_methods, reason = "the command line is where the environment is read")]
pub(super) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Where the pages of rules stand on the network: below the homepage that the package states, if it states one.
pub(super) fn pages() -> Option<&'static str> {
    let home = env!("CARGO_PKG_HOMEPAGE");
    (!home.is_empty()).then_some(concat!(env!("CARGO_PKG_HOMEPAGE"), "/rules/"))
}

/// Where lines of this repository can be looked at, if a job of GitHub Actions says so.
pub(super) fn links() -> Option<Links> {
    let current = std::env::current_dir().and_then(|folder| folder.canonicalize()).ok()?;
    let top = Path::new(&variable("GITHUB_WORKSPACE")?).canonicalize().ok()?;
    let folder = slashes(current.strip_prefix(top).ok()?);
    let (server, repository) = (variable("GITHUB_SERVER_URL")?, variable("GITHUB_REPOSITORY")?);
    Links::new(&server, &repository, &variable("GITHUB_SHA")?, &folder)
}

/// Columns of standard output.
pub(super) fn width() -> usize {
    let stated = variable("COLUMNS").and_then(|columns| columns.parse().ok());
    let found = || if io::stdout().is_terminal() { terminal_width() } else { None };
    stated.or_else(found).unwrap_or(COLUMNS).clamp(40, 400)
}

/// Rows of the terminal; as many as most have where it does not say.
pub(super) fn height() -> usize {
    terminal_size().map(|(_, rows)| rows).filter(|&rows| rows > 0).unwrap_or(24)
}

fn terminal_width() -> Option<usize> {
    terminal_size().map(|(columns, _)| columns).filter(|&columns| columns > 0)
}

/// Columns and rows of the terminal behind standard output.
#[cfg(unix)]
fn terminal_size() -> Option<(usize, usize)> {
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok()?;
    Some((usize::from(size.ws_col), usize::from(size.ws_row)))
}

#[cfg(not(unix))]
fn terminal_size() -> Option<(usize, usize)> {
    None
}
