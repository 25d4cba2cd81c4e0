use std::borrow::Cow;
use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::source::SourceFile;

/// How many characters of a secret are shown, at most: enough to find it, too few to use it.
pub const SHOWN: usize = 4;

/// What outputs write in place of the secrets of some files.
#[derive(Clone, Debug, Default)]
pub struct Mask {
    /// The values and what stands for them; `None` where there is none.
    known: Option<(AhoCorasick, Vec<String>)>,
}

impl Mask {
    /// For the secrets of `sources`.
    pub fn new(sources: &[SourceFile]) -> Mask {
        let secrets =
            sources.iter().flat_map(|source| source.secrets().iter().map(|secret| source.slice(secret.span)));
        // A value of several lines reaches an output line by line.
        let lines = secrets.flat_map(str::lines).map(str::trim).filter(|line| line.len() > SHOWN);
        let values: BTreeSet<&str> = lines.collect();
        let masked = values.iter().map(|value| Mask::value(value)).collect();
        let automaton = || AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&values).ok();
        Mask { known: if values.is_empty() { None } else { automaton().map(|found| (found, masked)) } }
    }

    /// `text` without the secrets.
    pub fn apply<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match &self.known {
            Some((automaton, masked)) if automaton.is_match(text) => {
                Cow::Owned(automaton.replace_all(text, masked))
            }
            _ => Cow::Borrowed(text),
        }
    }

    /// A secret as outputs write it: `ghp_****`.
    pub fn value(secret: &str) -> String {
        let shown = SHOWN.min(secret.len() / 4);
        secret.chars().take(shown).chain("****".chars()).collect()
    }

    /// A text of its own without the secrets that stand in it; line ends stay.
    pub fn text(text: &str) -> Cow<'_, str> {
        let secrets = super::find(text);
        if secrets.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for secret in &secrets {
            out.push_str(&text[done..secret.span.start as usize]);
            for line in secret.span.of(text).split_inclusive('\n') {
                let value = line.trim_end();
                out.push_str(&Mask::value(value));
                out.push_str(&line[value.len()..]);
            }
            done = secret.span.end as usize;
        }
        out.push_str(&text[done..]);
        Cow::Owned(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_characters_are_left() {
        let token = format!("gh{}_{}", 'p', "k3".repeat(4) + "Q9v7Xz1LmN4bR8tYw2Pc6Df");
        let text = format!("use {token} here\nDB_PASSWORD={}\n", "q8Zr4Tn1Vx7Lw2Kd9");
        assert_eq!(Mask::text(&text), "use ghp_**** here\nDB_PASSWORD=q8Zr****\n");
        let source = [SourceFile::new("a.md", text.into_bytes()).expect("text")];
        let mask = Mask::new(&source);
        assert_eq!(mask.apply(&format!("say {token}{token}")), "say ghp_****ghp_****");
        assert!(matches!(mask.apply("nothing"), Cow::Borrowed("nothing")));
    }
}
