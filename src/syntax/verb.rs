//! Words between two lists of operands: `depends on`, `must complete before`, `→`.

use super::label::strip;
use super::need;
use super::sentence::begins_with_id;
use super::text::strip_word;
use super::word_order::{ended, foreign, helped};

/// What the words between two lists of operands say.
#[derive(Clone, Copy, Debug)]
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
                // `A → depends on B`
                let plural = || strip(rest.trim_start(), "depend on");
                return Some(match need::strip_opener(rest).or_else(plural) {
                    Some(needed) => (Verb::Needs, needed),
                    None => (Verb::Precedes, rest),
                });
            }
        }
        for arrow in ["←", "⟵", "<--", "<-", "⇐"] {
            if let Some(rest) = text.strip_prefix(arrow) {
                // `A ← depends on B`
                return Some((Verb::Needs, need::strip_opener(rest).unwrap_or(rest)));
            }
        }
    }
    if let Some(rest) = strip_word(text, "then").filter(|rest| about && begins_with_id(rest)) {
        return Some((Verb::Precedes, rest));
    }
    let text = match text.strip_prefix([':', '：']) {
        Some(rest) if about => rest.trim_start_matches([' ', '*', '_']),
        Some(_) => return None,
        None => text,
    };
    let plain = helped(text);
    for word in [
        "依赖于",
        "依赖",
        "依賴",
        "取决于",
        "需要",
        "에 의존",
        "需等待",
        "需要等待",
        "等待",
        "depende de",
        "depende da",
        "depende das",
        "depende do",
        "dependen de",
        "dependem de",
        "dependem da",
        "dependem das",
        "hängt ab von",
        "hängt von",
        "hängen ab von",
        "hängen von",
        "benötigt",
        "benötigen",
        "erfordert",
        "requiere",
        "requieren",
        "requer",
        "requerem",
        "dépend de",
        "dépendent de",
        "nécessite",
        "nécessitent",
    ] {
        if let Some(rest) = strip(plain, word) {
            return Some((Verb::Needs, rest));
        }
    }
    for word in [
        "阻塞",
        "先于",
        "早于",
        "bloquea",
        "bloquean",
        "bloqueia",
        "bloqueiam",
        "bloque",
        "blockiert",
        "blockieren",
    ] {
        if let Some(rest) = strip(plain, word) {
            return Some((Verb::Precedes, rest));
        }
    }
    if let Some(rest) = ended(text) {
        return Some((Verb::Precedes, rest));
    }
    if let Some(found) = foreign(text).filter(|_| about) {
        return Some(found);
    }
    english(text)
}

/// Words before the pivot of a verb.
const HELPERS: [&str; 66] = [
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
    "and",
    "fail",
    "pass",
    "together",
    "with each other",
    "with one another",
    "immediately",
    "strictly",
    "written",
    "developed",
    "built",
    "started",
    "launched",
    "executed",
    "exist",
    "exists",
    "existing",
    "failing",
    "passing",
    "green",
    "ready",
    "available",
];

/// `must complete before`, `should run after`, `is blocked by`, `cannot start until`: helping words and a pivot.
fn english(text: &str) -> Option<(Verb, &str)> {
    let mut rest = text;
    let mut negated = false;
    for _ in 0..7 {
        rest = rest.trim_start();
        let pivots = [
            ("depends on", true),
            ("depend on", true),
            ("depends only on", true),
            ("depends specifically on", true),
            ("depend specifically on", true),
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
            // `before starting T004`
            let doing = ["starting", "beginning", "running", "implementing", "any of", "all of"];
            let after = doing.iter().find_map(|word| strip_word(after, word)).map_or(after, str::trim_start);
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
