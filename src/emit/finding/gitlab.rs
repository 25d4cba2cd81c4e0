use std::collections::BTreeMap;

use serde::Serialize;

use crate::diag::{Diagnostic, Severity};
use crate::emit::Places;
use crate::emit::view::{fingerprint, to_json_line};

#[derive(Serialize)]
struct Issue<'a> {
    r#type: &'static str,
    check_name: String,
    description: &'a str,
    categories: [&'static str; 1],
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// GitLab's code quality report. Findings that are equal but for their place get fingerprints of their own, because
/// GitLab shows one issue per fingerprint.
pub fn gitlab(places: &Places<'_>, findings: &[Diagnostic]) -> String {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let issues = findings.iter().map(|finding| {
        let (file, span) = (finding.primary.file, finding.primary.span);
        let path = places.path(file);
        let print = fingerprint(path, finding);
        let times = seen.entry(print.clone()).or_default();
        *times += 1;
        Issue {
            r#type: "issue",
            check_name: format!("{}-{}", finding.code, finding.name),
            description: &finding.message,
            categories: ["Bug Risk"],
            fingerprint: if *times == 1 { print } else { format!("{print}-{times}") },
            severity: match finding.severity {
                Severity::Error => "critical",
                Severity::Warning => "minor",
                Severity::Info => "info",
            },
            location: Location {
                path,
                lines: Lines {
                    begin: places.position(file, span.start).line,
                    end: places.position(file, span.end.max(span.start)).line,
                },
            },
        }
    });
    let lines: Vec<String> = issues.map(|issue| to_json_line(&issue)).collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::hostile;
    use crate::emit::sample::Sample;

    #[test]
    fn an_issue_per_finding() {
        let mut sample = Sample::new();
        sample.findings.push(sample.findings[0].clone());
        insta::assert_snapshot!(gitlab(&Places::new(&sample.sources), &sample.findings), @r#"
        [
        {"type":"issue","check_name":"P201-same-phase-need","description":"1.1.2 needs 1.1.1, but both are in phase 1","categories":["Bug Risk"],"fingerprint":"sha256:25b2194f46f1a5e302a1fe2df618a5392fb53a08526d486009de555a72d0d485","severity":"critical","location":{"path":"MAP.md","lines":{"begin":6,"end":6}}},
        {"type":"issue","check_name":"P201-same-phase-need","description":"1.1.2 needs 1.1.1, but both are in phase 1","categories":["Bug Risk"],"fingerprint":"sha256:25b2194f46f1a5e302a1fe2df618a5392fb53a08526d486009de555a72d0d485-2","severity":"critical","location":{"path":"MAP.md","lines":{"begin":6,"end":6}}}
        ]
        "#);
        let none: Vec<serde_json::Value> =
            serde_json::from_str(&gitlab(&Places::new(&[]), &[])).expect("json");
        assert!(none.is_empty());
    }

    #[test]
    fn hostile_text_is_data() {
        for text in hostile::TEXTS {
            let sample = Sample::hostile(text);
            let json = gitlab(&Places::new(&sample.sources), &sample.findings);
            hostile::check(&json);
            let back: serde_json::Value = serde_json::from_str(&json).expect("json");
            assert_eq!(back[0]["description"], *text);
        }
    }
}
