use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::check;
use crate::diag::{Diagnostic, Label, Severity};
use crate::emit::view::{fingerprint, to_json};
use crate::emit::{Places, tty};

/// GitHub shows no more results of a run.
const SHOWN: usize = 5_000;

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    invocations: [Invocation; 1],
    original_uri_base_ids: BTreeMap<&'static str, Base>,
    column_kind: &'static str,
    results: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<RuleEntry>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RuleEntry {
    id: &'static str,
    name: &'static str,
    short_description: Text<'static>,
    help: Help,
    default_configuration: Configuration,
    properties: Properties,
}

#[derive(Serialize)]
struct Text<'a> {
    text: &'a str,
}

#[derive(Serialize)]
struct Help {
    text: &'static str,
    markdown: &'static str,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Properties {
    tags: [&'static str; 1],
}

#[derive(Serialize)]
struct Base {
    description: Text<'static>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: OwnText,
}

#[derive(Serialize)]
struct OwnText {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding<'a> {
    rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: OwnText,
    locations: [Location<'a>; 1],
    related_locations: Vec<Location<'a>>,
    partial_fingerprints: BTreeMap<&'static str, String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the key is that of the format")]
struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    uri_base_id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

/// SARIF 2.1.0. Of more findings than GitHub shows the worst are kept, and a notification says so.
pub fn sarif(places: &Places<'_>, findings: &[Diagnostic]) -> String {
    let mut worst: Vec<usize> = (0..findings.len()).collect();
    worst.sort_by_key(|&at| (Reverse(findings[at].severity), at));
    worst.truncate(SHOWN);
    worst.sort_unstable();
    let left_out = findings.len() - worst.len();
    let notifications = (left_out > 0).then(|| Notification {
        level: "warning",
        message: OwnText { text: format!("{left_out} findings of lower severity are left out") },
    });
    let base = Base { description: Text { text: "The folder in which planc ran." } };
    to_json(&Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool { driver: driver() },
            invocations: [Invocation {
                execution_successful: true,
                tool_execution_notifications: notifications.into_iter().collect(),
            }],
            original_uri_base_ids: BTreeMap::from([("%SRCROOT%", base)]),
            column_kind: "unicodeCodePoints",
            results: worst.into_iter().map(|at| result(places, &findings[at])).collect(),
        }],
    })
}

fn driver() -> Driver {
    let rules = check::all().iter().map(|rule| RuleEntry {
        id: rule.code,
        name: rule.name,
        short_description: Text { text: rule.name },
        help: Help { text: rule.page, markdown: rule.page },
        default_configuration: Configuration { level: level(rule.severity) },
        properties: Properties { tags: [rule.family().title()] },
    });
    Driver { name: "planc", semantic_version: env!("CARGO_PKG_VERSION"), rules: rules.collect() }
}

fn result<'a>(places: &Places<'_>, finding: &'a Diagnostic) -> Finding<'a> {
    let path = places.path(finding.primary.file);
    let help = if finding.help.is_empty() { String::new() } else { format!("\n{}", finding.help) };
    let related = finding.related.iter().enumerate();
    Finding {
        rule_id: finding.code,
        rule_index: check::all().iter().position(|rule| rule.code == finding.code),
        level: level(finding.severity),
        message: OwnText { text: format!("{}{help}", finding.message) },
        locations: [location(places, &finding.primary, None)],
        related_locations: related.map(|(at, label)| location(places, label, Some(at))).collect(),
        partial_fingerprints: BTreeMap::from([("planc/1", fingerprint(path, finding))]),
    }
}

fn location<'a>(places: &Places<'_>, label: &'a Label, id: Option<usize>) -> Location<'a> {
    let start = places.position(label.file, label.span.start);
    let end = places.position(label.file, label.span.end.max(label.span.start));
    Location {
        id,
        physical_location: PhysicalLocation {
            artifact_location: ArtifactLocation {
                uri: uri(places.path(label.file)),
                uri_base_id: "%SRCROOT%",
            },
            region: Region {
                start_line: start.line,
                start_column: start.column,
                end_line: end.line,
                end_column: end.column,
            },
        },
        message: Some(Text { text: &label.text }).filter(|text| !text.text.is_empty()),
    }
}

/// A relative path as a URI reference.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            _ => tty::add(&mut out, format_args!("%{byte:02X}")),
        }
    }
    out
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::emit::hostile;
    use crate::emit::sample::Sample;

    fn read(sample: &Sample) -> Value {
        serde_json::from_str(&sarif(&Places::new(&sample.sources), &sample.findings)).expect("json")
    }

    #[test]
    fn a_result_per_finding() {
        let mut log = read(&Sample::new());
        let run = &log["runs"][0];
        let rule = run["results"][0]["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], "P201");
        log["runs"][0]["results"][0]["ruleIndex"] = Value::Null;
        insta::assert_snapshot!(to_json(&log["runs"][0]["results"][0]), @r#"
        {"level":"error",
        "locations":[
        {"message":{"text":"needs 1.1.1"},"physicalLocation":{"artifactLocation":{"uri":"MAP.md","uriBaseId":"%SRCROOT%"},"region":{"endColumn":45,"endLine":6,"startColumn":34,"startLine":6}}}
        ],
        "message":{"text":"1.1.2 needs 1.1.1, but both are in phase 1\nmove 1.1.2 to a later phase"},
        "partialFingerprints":{"planc/1":"sha256:25b2194f46f1a5e302a1fe2df618a5392fb53a08526d486009de555a72d0d485"},
        "relatedLocations":[
        {"id":0,"message":{"text":"1.1.1 is here"},"physicalLocation":{"artifactLocation":{"uri":"MAP.md","uriBaseId":"%SRCROOT%"},"region":{"endColumn":36,"endLine":5,"startColumn":1,"startLine":5}}},
        {"id":1,"message":{"text":"stated here too"},"physicalLocation":{"artifactLocation":{"uri":"SPEC.md","uriBaseId":"%SRCROOT%"},"region":{"endColumn":13,"endLine":2,"startColumn":1,"startLine":2}}}
        ],
        "ruleId":"P201",
        "ruleIndex":null}
        "#);
    }

    #[test]
    fn the_worst_are_kept() {
        let mut sample = Sample::new();
        let error = sample.findings[0].clone();
        let mut info = error.clone();
        info.severity = Severity::Info;
        sample.findings = vec![info; SHOWN + 5];
        sample.findings.push(error);
        let log = read(&sample);
        let results = log["runs"][0]["results"].as_array().expect("results");
        assert_eq!((results.len(), &results[SHOWN - 1]["level"]), (SHOWN, &Value::from("error")));
        let told = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
        assert_eq!(told, "6 findings of lower severity are left out");
    }

    #[test]
    fn hostile_text_is_data_and_paths_are_uris() {
        for text in hostile::TEXTS.iter().chain(&["a b/c:d?e#f%g.md"]) {
            let sample = Sample::hostile(text);
            let json = sarif(&Places::new(&sample.sources), &sample.findings);
            hostile::check(&json);
            let log: Value = serde_json::from_str(&json).expect("json");
            let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
            let uri = place["uri"].as_str().expect("uri");
            assert!(uri.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~/%".contains(&b)), "{uri}");
        }
    }
}
