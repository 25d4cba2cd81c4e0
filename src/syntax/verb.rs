//! Words between two lists of operands: `depends on`, `must complete before`, `→`.

use super::label::strip;
use super::need;
use super::text::strip_word;

/// What the words between two lists of operands say.
pub(super) enum Verb {
    /// The first needs the second.
    Needs,
    /// The second needs the first.
    Precedes,
}

/// The verb between two lists, and what follows it.
pub(super) fn verb(text: &str, about: bool) -> Option<(Verb, &str)> {
    let text = text.trim_start_matches([' ', '*', '_', '`']);
    if about {
        // The shaft may be drawn: `──►`.
        let text = text.trim_start_matches('─');
        for arrow in ["►", "▶", "→", "-->", "->", "==>", "=>", "➔", "⇒", "⟶", "➡️", "➡"] {
            if let Some(rest) = text.strip_prefix(arrow) {
                return Some((Verb::Precedes, rest));
            }
        }
        for arrow in ["←", "<--", "<-", "⇐"] {
            if let Some(rest) = text.strip_prefix(arrow) {
                // `A ← depends on B`
                return Some((Verb::Needs, need::strip_opener(rest).unwrap_or(rest)));
            }
        }
    }
    let text = match text.strip_prefix([':', '：']) {
        Some(rest) if about => rest.trim_start_matches([' ', '*', '_']),
        Some(_) => return None,
        None => text,
    };
    for word in [
        "依赖于",
        "依赖",
        "依賴",
        "取决于",
        "需要",
        "에 의존",
        "depende de",
        "hängt ab von",
        "hängt von",
        "benötigt",
        "requiere",
        "requer",
    ] {
        if let Some(rest) = strip(text, word) {
            return Some((Verb::Needs, rest));
        }
    }
    for word in ["阻塞", "先于", "bloquea", "bloqueia", "blockiert"] {
        if let Some(rest) = strip(text, word) {
            return Some((Verb::Precedes, rest));
        }
    }
    english(text)
}

/// `must complete before`, `should run after`, `is blocked by`, `cannot start until`: helping words and a pivot.
fn english(text: &str) -> Option<(Verb, &str)> {
    const HELPERS: [&str; 44] = [
        "must",
        "should",
        "can",
        "will",
        "has",
        "have",
        "to",
        "be",
        "is",
        "are",
        "only",
        "run",
        "runs",
        "start",
        "starts",
        "begin",
        "begins",
        "complete",
        "completes",
        "completed",
        "finish",
        "finishes",
        "finished",
        "done",
        "execute",
        "land",
        "merge",
        "merged",
        "come",
        "comes",
        "wait",
        "waits",
        "implemented",
        "in",
        "parallel",
        "all",
        "both",
        "fully",
        "then",
        "also",
        "directly",
        "now",
        "work",
        "happen",
    ];
    let mut rest = text;
    let mut negated = false;
    for _ in 0..7 {
        rest = rest.trim_start();
        let pivots = [
            ("depends on", true),
            ("depend on", true),
            ("depends only on", true),
            ("dependent on", true),
            ("blocked by", true),
            ("blocked on", true),
            ("requires", true),
            ("require", true),
            ("needs", true),
            ("need", true),
            ("after", true),
            ("until", true),
            ("wait for", true),
            ("waits for", true),
            ("follows", true),
            ("follow", true),
            ("required by", false),
            ("needed by", false),
            ("required for", false),
            ("needed for", false),
            ("prerequisite for", false),
            ("prerequisite of", false),
            ("before", false),
            ("blocks", false),
            ("block", false),
            ("unblocks", false),
            ("precedes", false),
            ("precede", false),
        ];
        if let Some((after, needs)) =
            pivots.iter().find_map(|&(word, needs)| strip_word(rest, word).map(|after| (after, needs)))
        {
            // `needs to run after …`
            if let Some(more) = strip_word(after.trim_start(), "to") {
                rest = more;
                continue;
            }
            let after = after.trim_start_matches([':', ' ']);
            return Some((if needs || negated { Verb::Needs } else { Verb::Precedes }, after));
        }
        if let Some(more) = ["cannot", "can't", "not", "never"].iter().find_map(|word| strip_word(rest, word))
        {
            (negated, rest) = (true, more);
            continue;
        }
        rest = ["a", "the"].iter().chain(HELPERS.iter()).find_map(|word| strip_word(rest, word))?;
    }
    None
}
