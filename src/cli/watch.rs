use std::io::IsTerminal;
use std::time::Duration;

use super::exit::{Exit, Failure};
use super::output;
use super::session::Session;
use super::status_args::{Status, StatusFormat};

/// How often the log is looked at, and after how many looks time alone is a reason to draw.
const PAUSE: Duration = Duration::from_millis(500);
const LOOKS: u32 = 20;

/// Goes to the top of the screen, and clears what is left of a line and below.
const TOP: &str = "\u{1b}[H";
const LINE_END: &str = "\u{1b}[K\n";
const BELOW: &str = "\u{1b}[J";

/// Shows the status again whenever the log changes, and every ten seconds; where nobody watches, once.
///
/// `text` is told whether it is about the present. Ends when everything that `--require` asks for is reached, else
/// when the person stops it.
pub(super) fn run(
    session: &Session,
    args: &Status,
    text: &dyn Fn(bool) -> Result<(String, bool), Failure>,
) -> Result<Exit, Failure> {
    if !std::io::stdout().is_terminal() || args.format != StatusFormat::Full {
        let (text, satisfied) = text(false)?;
        output::notice("note: --watch needs a terminal and --format full; this is the status once");
        output::print(&text)?;
        return Ok(Exit::findings(!satisfied));
    }
    let mut shown = None;
    let mut looks = 0;
    loop {
        let log: Vec<_> =
            super::session::parts(&session.logs)?.iter().map(|path| crate::io::stamp(path)).collect();
        if shown.as_ref() != Some(&log) || looks >= LOOKS {
            let (text, satisfied) = text(true)?;
            output::print(&picture(&text, output::height()))?;
            if args.require.is_some() && satisfied {
                return Ok(Exit::Clean);
            }
            (shown, looks) = (Some(log), 0);
        }
        looks += 1;
        std::thread::sleep(PAUSE);
    }
}

/// The text over what was shown before, cut to the screen.
fn picture(text: &str, rows: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut out = TOP.to_owned();
    let room = rows.saturating_sub(1).max(1);
    let cut = lines.len() > room;
    for line in lines.iter().take(if cut { room - 1 } else { room }) {
        out.push_str(line);
        out.push_str(LINE_END);
    }
    if cut {
        out.push_str("… `planc status` shows the rest");
        out.push_str(LINE_END);
    }
    out + BELOW
}

#[cfg(test)]
mod tests {
    use super::picture;

    #[test]
    fn a_picture_stays_on_the_screen() {
        let lines = |rows: usize| picture("a\nb\nc\n", rows).matches('\n').count();
        assert_eq!([1, 2, 3, 4, 90].map(lines), [1, 1, 2, 3, 3]);
        assert_eq!(picture("a\n", 9), "\u{1b}[Ha\u{1b}[K\n\u{1b}[J");
    }
}
