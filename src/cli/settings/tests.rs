use super::*;

#[track_caller]
fn fault(text: &str) -> String {
    read("planc.toml", text).expect_err("refused")
}

fn settings(text: &str) -> Settings {
    read("planc.toml", text).expect("a configuration").settings
}

#[test]
fn values_know_their_lines() {
    let found = settings(
        "fail-on = \"warning\"\n\n[plan]\nmax-windows = 20\nmap = \"a.md\"\n[lint.options.too-many-windows]\nmax = 3\n",
    );
    assert_eq!((found.plan.max_windows.value.0, found.plan.max_windows.origin), (20, Origin::Line(4)));
    assert_eq!(found.plan.map.value.as_ref().map(|map| map.0.join("")), Some("a.md".to_owned()));
    assert_eq!(found.too_many_windows.max.origin, Origin::Line(7));
    assert_eq!(found.schedule.file_locks.origin, Origin::Default);
}

#[test]
fn unknown_names_are_refused_with_the_likely_one() {
    for (text, expected) in [
        ("fail-om = 1", "planc.toml:1: there is no setting `fail-om` at the top; did you mean `fail-on`?"),
        ("\n[plna]\n", "planc.toml:2: there is no setting `plna` at the top; did you mean `plan`?"),
        ("[lint]\nselct = []", "planc.toml:2: there is no setting `selct` in [lint]; did you mean `select`?"),
        (
            "[lint]\nfail-on = 1",
            "planc.toml:2: there is no setting `fail-on` in [lint]; it belongs above the first [section]",
        ),
        (
            "[plan]\nfile-locks = true",
            "planc.toml:2: there is no setting `file-locks` in [plan]; it belongs in [schedule]",
        ),
        (
            "extends = \"/etc/passwd\"",
            "planc.toml:1: there is no setting `extends` at the top; `planc config --isolated` lists the settings",
        ),
        (
            "[lint.options.too-many-window]\n",
            "planc.toml:1: there is no setting `too-many-window` in [lint.options]; did you mean `too-many-windows`?",
        ),
        (
            "[launch]\nagent = []",
            "planc.toml:1: there is no setting `launch` at the top; `planc config --isolated` lists the settings",
        ),
        ("plan = 1", "planc.toml:1: `plan` has to be a table: [plan]"),
        ("[[lint]]\n", "planc.toml:1: `lint` has to be a table: [lint]"),
    ] {
        assert_eq!(fault(text), expected, "{text}");
    }
}

#[test]
fn wrong_values_say_what_is_right() {
    for (text, expected) in [
        (
            "format = \"ful\"",
            "planc.toml:1: `format` has to be one of auto, full, concise, grouped, json, jsonl, sarif, junit, github, gitlab, markdown; did you mean full?",
        ),
        ("include = \"a\"", "planc.toml:1: `include` has to be a list of patterns, such as [\"archive/**\"]"),
        ("respect-gitignore = 1", "planc.toml:1: `respect-gitignore` has to be true or false"),
        ("plan.max-windows = 0", "planc.toml:1: `max-windows` has to be a whole number from 1 to 100000"),
        (
            "plan.duration-tolerance = \"200%\"",
            "planc.toml:1: `duration-tolerance` has to be a share from \"0%\" to \"100%\"",
        ),
        (
            "lint.select = [\n\"P2\",\n\"same-phase-ned\"]",
            "planc.toml:3: `select` has to be a rule, which this is not; did you mean same-phase-need?",
        ),
        (
            "[lint.severity]\nP201 = \"fatal\"",
            "planc.toml:2: `severity` has to be one of error, warning, info",
        ),
        (
            "[lint.severity]\nwindow-gaps = \"info\"",
            "planc.toml:2: `severity` has to be a rule, which this is not; did you mean window-gap?",
        ),
        (
            "pack.out = \"../x\"",
            "planc.toml:1: `out` has to be a path below the plan root, with `/` and without `..`",
        ),
        (
            "pack.out = \"/x\"",
            "planc.toml:1: `out` has to be a path below the plan root, with `/` and without `..`",
        ),
        (
            "limits.file-size = \"9999999999GiB\"",
            "planc.toml:1: `file-size` has to be a size from \"1B\" to \"2GiB\", such as \"64MiB\"",
        ),
    ] {
        assert_eq!(fault(text), expected, "{text}");
    }
}

#[test]
fn all_faults_are_told_in_order_and_the_text_is_not_repeated() {
    assert_eq!(fault("b = 1\na = 1\n").lines().count(), 2);
    assert!(fault("b = 1\na = 1\n").starts_with("planc.toml:1: there is no setting `b`"));
    let secret = "aws_secret: hunter2\nroot:x:0:0\n";
    assert!(!fault(secret).contains("hunter2") && !fault(secret).contains("root:"), "{}", fault(secret));
    let hostile = fault("\"\\u001b]0;x\\u0007\\n::error::\" = 1");
    assert!(!hostile.contains(['\u{1b}', '\u{7}', '\n']), "{hostile:?}");
    assert!(fault(&"x = ".repeat(1000)).lines().count() < 12);
    let many: Vec<String> = (0..99).map(|n| format!("k{n} = 1\n")).collect();
    assert!(fault(&many.concat()).ends_with("and 89 more"));
}

#[test]
fn another_version_is_told_before_anything_else() {
    let found = fault("required-version = \">=99\"\nnew-setting = 1\n");
    assert!(found.contains("for other versions") && found.lines().count() == 1, "{found}");
}

#[test]
fn unknown_rules_to_leave_out_are_only_remarked() {
    let found = read(
        "c.toml",
        "[lint]\nignore = [\"P999\", \"P2\"]\n[lint.per-file-ignores]\n\"a/**\" = [\"P1\", \"windw-gap\"]\n",
    );
    let found = found.expect("a configuration");
    assert_eq!(
        found.remarks,
        [
            "c.toml:2: this names a rule that is not known; `planc rule --all` lists the rules",
            "c.toml:4: this names a rule that is not known; did you mean window-gap?"
        ]
        .map(str::to_owned)
    );
    assert!(found.settings.lint.ignore.value.set().contains("P201"));
}

#[test]
fn of_two_severities_the_narrower_wins() {
    let found = settings("[lint.severity]\nP2 = \"info\"\nsame-phase-need = \"error\"\nALL = \"warning\"\n");
    let by_code = found.lint.severity.value.by_code();
    let name = |code: &str| by_code[code].name();
    assert_eq!([name("P201"), name("P202"), name("P303")], ["error", "info", "warning"]);
}

/// Every setting as `section.key`, without the top's dot.
fn keys() -> Vec<String> {
    let settings = Settings::default();
    let sections = settings.sections();
    let paths = sections
        .iter()
        .flat_map(|section| section.keys().into_iter().map(|key| format!("{}.{}", section.path(), key.name)));
    paths.map(|path| path.trim_start_matches('.').to_owned()).collect()
}

#[test]
fn the_sample_is_a_configuration_whose_every_line_can_be_used() {
    assert!(read("planc.toml", &sample()).is_ok());
    // A setting without a default stands there without a value.
    let used: String = sample()
        .lines()
        .map(|line| {
            match line.strip_prefix('#').filter(|line| !line.starts_with(' ') && !line.ends_with('=')) {
                Some(setting) => format!("{setting}\n"),
                None => format!("{line}\n"),
            }
        })
        .collect();
    let found = read("planc.toml", &used).expect("a configuration").settings;
    let given = found
        .sections()
        .iter()
        .flat_map(|section| section.keys())
        .filter(|key| key.field.origin() != Origin::Default)
        .count();
    let with_default = Settings::default()
        .sections()
        .iter()
        .flat_map(|section| section.keys())
        .filter(|key| !key.field.json().is_null())
        .count();
    assert_eq!(given, with_default);
    for (ours, theirs) in Settings::default().sections().iter().zip(found.sections()) {
        for (ours, theirs) in ours.keys().iter().zip(theirs.keys()) {
            assert_eq!(ours.field.json(), theirs.field.json(), "{}", ours.name);
        }
    }
}

#[test]
fn the_schema_has_every_setting_and_no_other() {
    fn leaves(schema: &serde_json::Value, path: &str, out: &mut Vec<String>) {
        let closed = schema["additionalProperties"] == serde_json::Value::Bool(false);
        match schema["properties"].as_object() {
            Some(properties) => {
                assert!(closed, "{path} takes anything");
                for (name, inner) in properties {
                    leaves(inner, &format!("{path}.{name}"), out);
                }
            }
            None => out.push(path.trim_start_matches('.').to_owned()),
        }
    }
    let mut found = Vec::new();
    leaves(&schema(), "", &mut found);
    let mut keys = keys();
    keys.sort();
    found.sort();
    assert_eq!(found, keys);
}

#[test]
fn every_setting_is_documented() {
    let page = include_str!("../../../docs/configuration.md");
    for section in Settings::default().sections() {
        let heading = if section.path().is_empty() {
            "## The top".to_owned()
        } else {
            format!("## `[{}]`", section.path())
        };
        let (_, rest) =
            page.split_once(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("{heading} is missing"));
        let part = rest.split("\n## ").next().unwrap_or(rest);
        let documented: Vec<&str> =
            part.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
        let known: Vec<&str> = section.keys().iter().map(|key| key.name).collect();
        assert_eq!(documented, known, "{heading}");
    }
}
