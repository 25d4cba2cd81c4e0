use std::borrow::Cow;

use super::Facts;
use crate::diag::{Diagnostic, Label};
use crate::source::Mask;

/// Characters up to which a text of a finding stays as it is, and at which it ends.
const FITS: usize = 600;
const ENDS: usize = 1200;
/// Characters of one quoted part that are shown where the text does not fit.
const QUOTED: usize = 120;

/// Makes the texts of findings fit to be shown: no secret of the plan is repeated, and of long words that a rule
/// quotes the beginning is left.
///
/// New text of fixes keeps secrets, since it goes into the author's file; outputs mask it where they show it.
pub(super) fn make(facts: &Facts<'_>, found: &mut [Diagnostic]) {
    let mask = Mask::new(facts.sources);
    for finding in found {
        let Diagnostic { message, primary: Label { text, .. }, help, subject, fix, related, .. } = finding;
        let labels = related.iter_mut().map(|label| &mut label.text);
        let title = fix.iter_mut().map(|fix| &mut fix.title);
        for text in [message, text, help].into_iter().chain(labels).chain(title) {
            without_secrets(&mask, text);
            shorten(text);
        }
        for value in subject.values_mut() {
            without_secrets(&mask, value);
        }
    }
}

fn without_secrets(mask: &Mask, text: &mut String) {
    if let Cow::Owned(masked) = mask.apply(text) {
        *text = masked;
    }
}

fn shorten(text: &mut String) {
    if text.len() <= FITS {
        return;
    }
    let parts = text
        .split('`')
        .enumerate()
        .map(|(at, part)| if at % 2 == 1 { cut(part, QUOTED) } else { part.into() });
    let parts: Vec<Cow<'_, str>> = parts.collect();
    *text = cut(&parts.join("`"), ENDS).into_owned();
}

/// The beginning of a text, with `…` where something is missing.
fn cut(text: &str, characters: usize) -> Cow<'_, str> {
    match text.char_indices().nth(characters) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_are_cut_and_the_sentence_stays() {
        let mut text = format!("there is no rule `{}` for it", "é".repeat(5000));
        shorten(&mut text);
        assert_eq!(text, format!("there is no rule `{}…` for it", "é".repeat(QUOTED)));
        let mut flood = "`a` ".repeat(5000);
        shorten(&mut flood);
        assert_eq!(flood.chars().count(), ENDS + 1);
        let mut short = format!("`{}`", "a".repeat(300));
        shorten(&mut short);
        assert_eq!(short.len(), 302);
    }
}
