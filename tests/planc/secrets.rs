//! Secrets of a plan reach the agents that it is packed for, and no report.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder of its own that goes away with the test.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Letters and digits drawn by lot, so that no token stands in this file (splitmix64).
fn lot(seed: &mut u64, length: usize) -> String {
    const SIGNS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz0123456789";
    let mut sign = || {
        *seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = *seed;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        SIGNS[((z ^ (z >> 31)) % SIGNS.len() as u64) as usize] as char
    };
    // Each begins with a digit: a short value without any is no secret for planc.
    std::iter::once('7').chain(std::iter::repeat_with(&mut sign)).take(length).collect()
}

/// Lines with a secret in place of `{}`, whose length follows; what stands before belongs to the line alone.
const LINES: [(&str, &str, usize); 30] = [
    ("use {} there", "ghp_", 36),
    ("use `{}` there", "gho_", 36),
    ("use {}.", "github_pat_", 60),
    ("KEY={}", "glpat-", 20),
    ("\"{}\"", "sk-", 48),
    ("- {}", "sk-ant-api03-", 80),
    ("({})", "sk-proj-", 60),
    ("x = '{}'", "sk_live_", 24),
    ("| {} |", "rk_live_", 24),
    ("key {}", "sk_test_", 24),
    ("{}", "xoxb-", 40),
    ("{}", "xapp-", 40),
    ("{}", "AIza", 35),
    ("{}", "npm_", 36),
    ("{}", "hf_", 34),
    ("{}", "whsec_", 32),
    ("{}", "dop_v1_", 64),
    ("{}", "shpat_", 32),
    ("{}", "lin_api_", 40),
    ("{}", "glsa_", 40),
    ("SECRET_KEY={}", "", 32),
    ("export API_KEY=\"{}\"", "", 24),
    ("\"clientSecret\": \"{}\",", "", 40),
    ("db_password: {}", "", 20),
    ("curl --token {} x", "", 30),
    ("Authorization: Bearer {}", "", 40),
    ("postgres://ferry:{}@db/ferry", "", 24),
    ("https://hooks.slack.com/services/{}", "T0123456/B0123456/", 24),
    ("AWS_SECRET_ACCESS_KEY={}", "", 40),
    ("accessToken = '{}'", "", 48),
];

/// A plan with all secrets in a prompt and one in a title, a need and a path, and the secrets.
fn plan() -> (String, Vec<String>) {
    let mut seed = 5;
    let secrets: Vec<String> =
        LINES.iter().map(|(_, begins, length)| format!("{begins}{}", lot(&mut seed, *length))).collect();
    let lines: Vec<String> =
        LINES.iter().zip(&secrets).map(|((line, _, _), secret)| line.replace("{}", secret)).collect();
    let first = &secrets[0];
    let plan = format!(
        "# Feature 1: Ferry\n\n```\nPHASE 1 (4 tasks)\nWindow 1: SUBTASK 1.1.1 - Timetable {first} (needs {first}, 9.9.9)\n\
         Window 1: SUBTASK 1.1.2 - Fares {first} (needs 1.1.1)\n```\n\n## SUBTASK 1.1.1: Timetable\n\n**Agent Prompt:**\n```\n{}\n\
         /home/ada/{first}/x\nUPDATE THIS FILE: {first}.rs\n```text\ninside\n```\nVALIDATION:\n- [ ] it runs\n```\n\n\
         ## SUBTASK 1.1.2: Fares\n\n**Agent Prompt:**\n```\nUPDATE THIS FILE: {first}.rs\n```\n\n\
         <!-- planc-disable-next-line {first} -- x -->\nSearch for \"## SUBTASK 1.1.2: {first}\"\n",
        lines.join("\n")
    );
    (plan, secrets)
}

#[test]
fn no_report_repeats_a_secret() {
    let (plan, secrets) = plan();
    let folder = Folder(std::env::temp_dir().join(format!("planc-secrets-{}", std::process::id())));
    fs::create_dir_all(&folder.0).expect("a folder");
    fs::write(folder.0.join("plan.md"), &plan).expect("a file");
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_planc"));
        let output = command.args(args).current_dir(&folder.0).env_clear().output().expect("planc starts");
        String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
    };
    let mut told = 0;
    for format in [
        "auto", "full", "concise", "grouped", "json", "jsonl", "sarif", "junit", "github", "gitlab",
        "markdown",
    ] {
        let output = run(&["check", "plan.md", "--format", format]);
        no_secret(&output, &secrets, format);
        told = told.max(output.matches("P410").count());
    }
    assert!(told >= secrets.len(), "{told} findings");
    for args in [&["fix", "plan.md", "--diff"][..], &["fix", "plan.md", "--unsafe", "--diff"]] {
        let output = run(args);
        assert!(output.contains("+````"), "{output}");
        no_secret(&output, &secrets, "diff");
    }
    run(&["build", "plan.md", "-o", "out"]);
    let findings = fs::read_to_string(folder.0.join("out/findings.json")).expect("findings");
    no_secret(&findings, &secrets, "findings.json");
    assert!(holds(&folder.0.join("out"), &secrets[1]), "the prompt that is packed keeps its bytes");
}

#[track_caller]
fn no_secret(output: &str, secrets: &[String], what: &str) {
    for secret in secrets {
        // Five characters more than the four that are shown would be a leak, too.
        let tail = &secret[secret.len() - 9..];
        assert!(!output.contains(tail), "{what} repeats {secret}:\n{output}");
    }
}

/// Whether any file of a folder holds a text.
fn holds(folder: &Path, text: &str) -> bool {
    fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).any(|path| {
        if path.is_dir() {
            holds(&path, text)
        } else {
            fs::read_to_string(&path).is_ok_and(|found| found.contains(text))
        }
    })
}
