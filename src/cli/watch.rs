use std::io::IsTerminal;
use std::time::Duration;

use super::exit::{Exit, Failure};
use super::output;
use super::session::Session;
use super::status_args::{Status, StatusFormat};

/// How often the log is looked at.
const PAUSE: Duration = Duration::from_millis(500);

/// Clears the screen and goes to its top.
const TOP: &str = "\u{1b}[H\u{1b}[2J";

/// Shows the status again whenever the log or the clock's minute changes; where nobody watches, once.
///
/// Ends when everything that `--require` asks for is reached, else when the person stops it.
pub(super) fn run(
    session: &Session,
    args: &Status,
    text: &dyn Fn() -> Result<(String, bool), Failure>,
) -> Result<Exit, Failure> {
    let watched = std::io::stdout().is_terminal() && args.format == StatusFormat::Full;
    let mut shown = None;
    loop {
        let log: Vec<_> = session.logs.iter().map(|path| crate::io::stamp(path)).collect();
        if shown.as_ref() != Some(&log) {
            let (text, satisfied) = text()?;
            if !watched {
                output::notice("note: --watch needs a terminal and --format full; this is the status once");
                output::print(&text)?;
                return Ok(Exit::findings(!satisfied));
            }
            output::print(&format!("{TOP}{text}"))?;
            if args.require.is_some() && satisfied {
                return Ok(Exit::Clean);
            }
            shown = Some(log);
        }
        std::thread::sleep(PAUSE);
    }
}
