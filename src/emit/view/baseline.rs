use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::fingerprint::fingerprint;
use super::json::to_json;
use crate::diag::Diagnostic;
use crate::source::SourceFile;

const SCHEMA: &str = "planc.baseline/1";

/// `planc.baseline/1`.
#[derive(Serialize)]
struct BaselineView<'a> {
    schema: &'static str,
    findings: Vec<EntryView<'a>>,
}

#[derive(Serialize)]
struct EntryView<'a> {
    fingerprint: String,
    rule: &'static str,
    path: &'a str,
}

#[derive(Deserialize)]
struct Stated {
    schema: String,
    findings: Vec<StatedEntry>,
}

#[derive(Deserialize)]
struct StatedEntry {
    fingerprint: String,
}

/// What is known from now on: an entry per fingerprint, by path, rule and fingerprint.
pub fn baseline(sources: &[SourceFile], findings: &[Diagnostic]) -> String {
    let mut entries: BTreeSet<(&str, &'static str, String)> = BTreeSet::new();
    for finding in findings {
        let path = sources.get(finding.primary.file.index()).map_or("", SourceFile::path);
        entries.insert((path, finding.code, fingerprint(path, finding)));
    }
    let entry = |(path, rule, fingerprint)| EntryView { fingerprint, rule, path };
    to_json(&BaselineView { schema: SCHEMA, findings: entries.into_iter().map(entry).collect() })
}

/// The fingerprints of a baseline, or why the text is none.
///
/// # Errors
/// Text that is not `planc.baseline/1`.
pub fn read_baseline(text: &[u8]) -> Result<BTreeSet<String>, String> {
    let stated: Stated =
        serde_json::from_slice(text).map_err(|error| format!("it is no baseline: {error}"))?;
    if stated.schema != SCHEMA {
        return Err(format!("it is {}, and {SCHEMA} is read", stated.schema));
    }
    Ok(stated.findings.into_iter().map(|entry| entry.fingerprint).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::hostile;
    use crate::emit::sample::Sample;

    #[test]
    fn what_is_written_is_known() {
        let mut sample = Sample::new();
        sample.findings.push(sample.findings[0].clone());
        let text = baseline(&sample.sources, &sample.findings);
        insta::assert_snapshot!(text, @r#"
        {"schema":"planc.baseline/1",
        "findings":[
        {"fingerprint":"sha256:25b2194f46f1a5e302a1fe2df618a5392fb53a08526d486009de555a72d0d485","rule":"P201","path":"MAP.md"}
        ]}
        "#);
        let known = read_baseline(text.as_bytes()).expect("a baseline");
        assert!(known.contains(&fingerprint("MAP.md", &sample.findings[0])));
    }

    #[test]
    fn other_text_is_no_baseline() {
        for text in ["", "{}", "[]", "\u{0}", r#"{"schema":"planc.baseline/2","findings":[]}"#] {
            assert!(read_baseline(text.as_bytes()).is_err(), "{text}");
        }
        for text in hostile::TEXTS {
            let sample = Sample::hostile(text);
            hostile::check(&baseline(&sample.sources, &sample.findings));
        }
    }
}
