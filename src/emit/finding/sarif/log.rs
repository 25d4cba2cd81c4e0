use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::message::{Message, Text};
use super::result::{Finding, result};
use super::rule::{RuleEntry, rules};
use crate::diag::Diagnostic;
use crate::emit::Places;
use crate::emit::view::{FindingsOptions, Listed, listed, to_json, to_json_line};

/// GitHub shows no more results of a run.
const SHOWN: usize = 5_000;
/// Bytes of all results. GitHub takes 10 MB when compressed, so this holds however badly the text compresses.
const BYTES: usize = 9_000_000;

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
    message: Message,
}

/// SARIF 2.1.0. Of more findings than GitHub takes the worst are kept, and a notification says so.
pub fn sarif(places: &Places<'_>, findings: &[Diagnostic], options: FindingsOptions<'_>) -> String {
    let all = listed(findings, options.left_out);
    let results = worst(places, &all, options);
    let left_out = all.len() - results.len();
    let notification = || {
        let findings = if left_out == 1 { "1 finding" } else { &format!("{left_out} findings") };
        let text = format!("{findings} of lower severity left out: GitHub takes no more");
        Notification { level: "warning", message: Message { text } }
    };
    let base = Base { description: Text { text: "The folder in which planc ran." } };
    let version = env!("CARGO_PKG_VERSION");
    to_json(&Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver { name: "planc", semantic_version: version, rules: rules(options.pages) },
            },
            invocations: [Invocation {
                execution_successful: true,
                tool_execution_notifications: (left_out > 0).then(notification).into_iter().collect(),
            }],
            original_uri_base_ids: BTreeMap::from([("%SRCROOT%", base)]),
            column_kind: "unicodeCodePoints",
            results,
        }],
    })
}

/// The worst findings that fit, in the order of all.
fn worst<'a>(places: &Places<'a>, all: &[Listed<'a>], options: FindingsOptions<'_>) -> Vec<Finding<'a>> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|&at| (Reverse(all[at].finding.severity), at));
    let mut kept: Vec<(usize, Finding<'a>)> = Vec::new();
    let mut bytes = 0;
    for at in order.into_iter().take(SHOWN) {
        let result = result(places, &all[at], options.baseline);
        bytes += to_json_line(&result).len();
        if bytes > BYTES {
            break;
        }
        kept.push((at, result));
    }
    kept.sort_by_key(|&(at, _)| at);
    kept.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;
    use crate::diag::{LeftOut, Severity};
    use crate::emit::hostile;
    use crate::emit::sample::Sample;
    use crate::emit::view::fingerprint;
    use crate::source::{SourceFile, Span};

    fn read_with(sample: &Sample, options: FindingsOptions<'_>) -> Value {
        serde_json::from_str(&sarif(&Places::new(&sample.sources), &sample.findings, options)).expect("json")
    }

    fn read(sample: &Sample) -> Value {
        read_with(sample, FindingsOptions::default())
    }

    #[test]
    fn a_result_per_finding() {
        let mut log = read(&Sample::new());
        let run = &log["runs"][0];
        let rule = run["results"][0]["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(run["tool"]["driver"]["rules"][rule]["id"], "P201");
        assert_eq!(run["columnKind"], "unicodeCodePoints");
        log["runs"][0]["results"][0]["ruleIndex"] = Value::Null;
        insta::assert_snapshot!(to_json(&log["runs"][0]["results"][0]), @r###"
        {"fixes":[
        {"artifactChanges":[{"artifactLocation":{"uri":"MAP.md","uriBaseId":"%SRCROOT%"},"replacements":[{"deletedRegion":{"endColumn":11,"endLine":8,"startColumn":1,"startLine":8},"insertedContent":{"text":"## PHASE 3"}}]}],"description":{"text":"move 1.1.2 to a new phase"}}
        ],
        "level":"error",
        "locations":[
        {"message":{"text":"needs 1.1.1"},"physicalLocation":{"artifactLocation":{"uri":"MAP.md","uriBaseId":"%SRCROOT%"},"region":{"endColumn":45,"endLine":6,"snippet":{"text":"needs 1.1.1"},"startColumn":34,"startLine":6}}}
        ],
        "message":{"text":"1.1.2 needs 1.1.1, but both are in phase 1\nmove 1.1.2 to a later phase\n[1.1.1 is here](1)\n[stated here too](2)"},
        "partialFingerprints":{"planc/1":"sha256:25b2194f46f1a5e302a1fe2df618a5392fb53a08526d486009de555a72d0d485"},
        "relatedLocations":[
        {"id":1,"message":{"text":"1.1.1 is here"},"physicalLocation":{"artifactLocation":{"uri":"MAP.md","uriBaseId":"%SRCROOT%"},"region":{"endColumn":36,"endLine":5,"snippet":{"text":"Window 1: SUBTASK 1.1.1 - Timetable"},"startColumn":1,"startLine":5}}},
        {"id":2,"message":{"text":"stated here too"},"physicalLocation":{"artifactLocation":{"uri":"SPEC.md","uriBaseId":"%SRCROOT%"},"region":{"endColumn":13,"endLine":2,"snippet":{"text":"Needs: 1.1.1"},"startColumn":1,"startLine":2}}}
        ],
        "ruleId":"P201",
        "ruleIndex":null}
        "###);
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
        assert_eq!(told, "6 findings of lower severity left out: GitHub takes no more");
    }

    #[test]
    fn long_texts_do_not_make_it_too_long() {
        let mut sample = Sample::new();
        let words = "日本 [\u{1b}".repeat(600);
        sample.sources[0] = SourceFile::new("a.md", words.clone().into_bytes()).expect("text");
        let finding = &mut sample.findings[0];
        (finding.message, finding.help) = (words.clone(), words.clone());
        finding.primary.span = Span::new(0, words.len());
        finding.primary.text = words;
        finding.related = vec![finding.primary.clone(); 25];
        sample.findings = vec![sample.findings[0].clone(); 300];
        let json = sarif(&Places::new(&sample.sources), &sample.findings, FindingsOptions::default());
        assert!(json.len() < 9_500_000, "{}", json.len());
        let log: Value = serde_json::from_str(&json).expect("json");
        let kept = log["runs"][0]["results"].as_array().expect("results").len();
        assert!((1..300).contains(&kept), "{kept}");
    }

    #[test]
    fn what_does_not_count_is_marked() {
        let sample = Sample::new();
        let known = BTreeSet::from([fingerprint("MAP.md", &sample.findings[0])]);
        let left_out = [LeftOut { finding: sample.findings[0].clone(), reason: "a draft".into() }];
        let options = FindingsOptions { baseline: Some(&known), pages: None, left_out: &left_out };
        let log = read_with(&sample, options);
        let results = log["runs"][0]["results"].as_array().expect("results");
        assert_eq!(results[0]["baselineState"], "unchanged");
        assert_eq!(results[0]["suppressions"][0]["kind"], "external");
        assert_eq!(
            results[1]["suppressions"],
            serde_json::json!([
                {"kind": "inSource", "justification": "a draft"},
                {"kind": "external", "justification": "the baseline knows it"}
            ])
        );
        let none = BTreeSet::new();
        let log = read_with(&sample, FindingsOptions { baseline: Some(&none), ..FindingsOptions::default() });
        let result = &log["runs"][0]["results"][0];
        assert_eq!((&result["baselineState"], &result["suppressions"]), (&Value::from("new"), &Value::Null));
    }

    #[test]
    fn hostile_text_is_data_and_paths_are_uris() {
        for text in hostile::TEXTS.iter().chain(&["a b/c:d?e#f%g.md", "[click](https://evil.example)"]) {
            let sample = Sample::hostile(text);
            let json = sarif(&Places::new(&sample.sources), &sample.findings, FindingsOptions::default());
            hostile::check(&json);
            let log: Value = serde_json::from_str(&json).expect("json");
            let result = &log["runs"][0]["results"][0];
            let place = &result["locations"][0]["physicalLocation"]["artifactLocation"];
            let uri = place["uri"].as_str().expect("uri");
            assert!(uri.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~/%".contains(&b)), "{uri}");
            let message = result["message"]["text"].as_str().expect("text");
            let message = message.replace("\\[", "").replace("\\]", "");
            assert!(!message.contains("](http") && message.matches("](").count() == 1, "{message}");
        }
    }
}
