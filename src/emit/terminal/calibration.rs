use super::Look;
use super::fact::{fact, many};
use super::table::{Align, Table};
use crate::emit::tty;
use crate::emit::view::CalibrationView;
use crate::runlog::{LEAST, Samples};

/// What `planc calibrate` prints: what the logs hold, the factors, and how much better they would have predicted.
pub fn calibration(view: &CalibrationView<'_>, samples: &Samples, look: Look) -> String {
    let mut out = String::new();
    let runs = many(samples.runs, "run");
    fact(&mut out, "samples", &format!("{} of {runs}", tries(samples.samples.len())), look);
    if samples.untimed > 0 {
        let text = format!("{} without a start or without a length", tries(samples.untimed));
        fact(&mut out, "left out", &text, look);
    }
    let Some(error) = view.error else {
        return tty::guard(out);
    };
    let (before, after) = (error.before_minutes, error.after_minutes);
    let change = if before > 0.0 { (after - before) / before * 100.0 } else { 0.0 };
    let better = if change <= -0.5 {
        format!("{:.0} % better", -change)
    } else if change >= 0.5 {
        format!("{change:.0} % worse; more runs may help")
    } else {
        "no difference".to_owned()
    };
    let text = format!(
        "{before:.1} minutes with the estimates, {after:.1} with factors learnt from the other samples: {better}"
    );
    fact(&mut out, "mean error", &text, look);
    let mut table = Table::new(&[
        ("factor of", Align::Left),
        ("", Align::Left),
        ("factor", Align::Right),
        ("samples", Align::Right),
        ("planned", Align::Right),
        ("actual", Align::Right),
    ]);
    for factor in &view.factors {
        table.row([
            factor.scope.to_owned(),
            factor.name.to_owned(),
            factor.factor.map_or("-".to_owned(), |factor| format!("{factor:.2}")),
            factor.samples.to_string(),
            factor.planned_minutes.0.to_string(),
            factor.actual_minutes.0.to_string(),
        ]);
    }
    tty::add(&mut out, format_args!("\n{}", table.render(0, look)));
    if view.factors.iter().any(|factor| factor.factor.is_none()) {
        tty::add(&mut out, format_args!("\n-: below {LEAST} samples nothing is learnt\n"));
    }
    tty::guard(out)
}

fn tries(count: usize) -> String {
    if count == 1 { "1 finished try".to_owned() } else { format!("{count} finished tries") }
}
