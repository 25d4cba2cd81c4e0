//! Verbs whose words stand elsewhere than in English: behind the second list (`は T001 完了後`, `必须在 Task 3 之前完成`),
//! behind the first (`完成后才能开始`), or apart from their pivot (`debe completarse antes de`).

use super::label::strip;
use super::verb::Verb;

/// Cuts helping words before a Chinese verb: `必须先于`, `仅依赖`.
pub(super) fn helped(text: &str) -> &str {
    const HELPERS: [&str; 14] =
        ["必须", "需要", "应该", "可以", "只能", "才能", "直接", "间接", "强", "仅", "只", "均", "都", "也"];
    if text.starts_with(|c: char| c.is_ascii()) {
        return text;
    }
    let mut rest = text;
    for _ in 0..3 {
        let Some(more) = HELPERS.iter().find_map(|word| rest.strip_prefix(word)) else { break };
        rest = more;
    }
    // `需要` alone is the verb.
    if rest.trim_start().starts_with(|c: char| c.is_ascii()) { text } else { rest }
}

/// `完成后才能开始`, `完了後に`: what follows starts when the first list is done.
pub(super) fn ended(text: &str) -> Option<&str> {
    let rest = ["全部完成后", "完成之后", "完成后", "完了後に", "完了後、", "の後に", "완료 후"]
        .iter()
        .find_map(|word| text.strip_prefix(word))?;
    let rest = ["，", ",", "、", " "].iter().find_map(|sign| rest.strip_prefix(sign)).unwrap_or(rest);
    let rest = ["才能", "方可", "才可", "再", "可以", "可"]
        .iter()
        .find_map(|word| rest.strip_prefix(word))
        .unwrap_or(rest);
    let rest = ["开始", "进行", "执行", "启动", "做"]
        .iter()
        .find_map(|word| rest.strip_prefix(word))
        .unwrap_or(rest);
    Some(rest.trim_start())
}

/// `debe completarse antes de`, `kann erst nach`, `doit attendre`: other words and a pivot.
pub(super) fn foreign(text: &str) -> Option<(Verb, &str)> {
    const PIVOTS: [(&str, bool); 20] = [
        ("antes de la", false),
        ("antes de", false),
        ("antes da", false),
        ("antes das", false),
        ("avant la", false),
        ("avant", false),
        ("vor", false),
        ("después de", true),
        ("depois de", true),
        ("depois da", true),
        ("após a", true),
        ("após", true),
        ("après la", true),
        ("après", true),
        ("nach", true),
        ("attendre", true),
        ("esperar a", true),
        ("espera a", true),
        ("aguardar", true),
        ("wartet auf", true),
    ];
    let mut rest = text;
    for _ in 0..6 {
        if let Some((after, needs)) =
            PIVOTS.iter().find_map(|&(word, needs)| strip(rest, word).map(|after| (after, needs)))
        {
            let verb = if needs { Verb::Needs } else { Verb::Precedes };
            return Some((verb, after.trim_start()));
        }
        let length = rest.find(|c: char| !c.is_alphabetic())?;
        rest = rest[length..].strip_prefix(' ').filter(|_| length > 0)?;
    }
    None
}

/// Words before the second list.
const OPENING: [&str; 19] = [
    "必须在",
    "需要在",
    "应该在",
    "应在",
    "需在",
    "须在",
    "要在",
    "可在",
    "可以在",
    "将在",
    "在",
    "は、",
    "は",
    "が",
    "는",
    "은",
    "이",
    "가",
    "需要等",
];

/// What opens the second list where the verb closes it: `は T001 …`, `必须在 Task 3 …`, `는 작업 1 …`.
pub(super) fn frame(text: &str) -> Option<&str> {
    let text = text.trim_start_matches([' ', '*', '_', '`']);
    if text.starts_with(|c: char| c.is_ascii()) {
        return None;
    }
    OPENING.iter().find_map(|word| text.strip_prefix(word)).map(|rest| rest.trim_start_matches(['、', ' ']))
}

/// What closes the second list: `完了後`, `之前完成`, `에 의존`.
pub(super) fn closing(text: &str) -> Option<Verb> {
    const AFTER: [&str; 27] = [
        "完了後",
        "完了したら",
        "完了次第",
        "に依存",
        "完了に依存",
        "の完了に依存",
        "完了後",
        "の完了後",
        "の後",
        "のあと",
        "が完了してから",
        "が完了した後",
        "が必要",
        "에 의존",
        "완료 후",
        "완료후",
        "이후",
        "다음",
        "之后",
        "以后",
        "完成后",
        "完成之后",
        "全部完成后",
        "都完成后",
        "后",
        "의 완료 후",
        "完了を待",
    ];
    const BEFORE: [&str; 7] = ["之前", "以前", "前", "の前", "より前", "より先", "전에"];
    let text = text.trim_start_matches([' ', '*', '_', '`', ']', ')', '）']);
    if AFTER.iter().any(|word| text.starts_with(word)) {
        return Some(Verb::Needs);
    }
    BEFORE.iter().any(|word| text.starts_with(word)).then_some(Verb::Precedes)
}
