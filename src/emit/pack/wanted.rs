use std::collections::BTreeMap;

use super::text::inline;
use crate::plan::SubtaskIx;

/// What the plan asks for in words, in the order of the plan, each once.
#[derive(Debug, Default)]
pub(super) struct Wanted<'a> {
    asked: Vec<(&'a str, Vec<SubtaskIx>)>,
    places: BTreeMap<String, usize>,
}

impl<'a> Wanted<'a> {
    /// Takes the words of a subtask, or of a whole document.
    pub(super) fn add(&mut self, words: &'a str, who: Option<SubtaskIx>) {
        let at = *self.places.entry(words.to_lowercase()).or_insert_with(|| {
            self.asked.push((words, Vec::new()));
            self.asked.len() - 1
        });
        self.asked[at].1.extend(who);
    }

    /// Adds those who run a program to the first words that begin with it; `false` if none do.
    pub(super) fn join(&mut self, program: &str, who: &[SubtaskIx]) -> bool {
        let named = |words: &str| {
            let first = words.split([' ', '(', '/', ':']).next().unwrap_or("").to_lowercase();
            first == program || first.strip_suffix(".js") == Some(program)
        };
        let Some((_, known)) = self.asked.iter_mut().find(|(words, _)| named(words)) else { return false };
        known.extend(who);
        known.sort_unstable();
        known.dedup();
        true
    }

    pub(super) fn is_empty(&self) -> bool {
        self.asked.is_empty()
    }

    /// Ready to stand in markdown, with who asks; nobody where a whole document does.
    pub(super) fn lines(&self) -> impl Iterator<Item = (String, &[SubtaskIx])> {
        self.asked.iter().map(|(words, who)| (inline(words), who.as_slice()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_twice_stands_once() {
        let mut wanted = Wanted::default();
        wanted.add("Node.js 20", None);
        wanted.add("docker compose", Some(SubtaskIx(1)));
        wanted.add("Docker Compose", Some(SubtaskIx(2)));
        assert!(wanted.join("docker", &[SubtaskIx(1), SubtaskIx(4)]));
        assert!(wanted.join("node", &[SubtaskIx(3)]));
        assert!(!wanted.join("jq", &[SubtaskIx(3)]));
        let lines: Vec<_> = wanted.lines().collect();
        let ixs = |ixs: &[u32]| ixs.iter().map(|&ix| SubtaskIx(ix)).collect::<Vec<_>>();
        assert_eq!(lines[0], ("Node.js 20".to_owned(), ixs(&[3]).as_slice()));
        assert_eq!(lines[1], ("docker compose".to_owned(), ixs(&[1, 2, 4]).as_slice()));
    }
}
