use std::collections::BTreeSet;

/// Programs that text outside of shell blocks may name: there a first word alone could be anything.
const KNOWN: [&str; 66] = [
    "alembic",
    "ansible",
    "aws",
    "az",
    "bash",
    "black",
    "bun",
    "bundle",
    "cargo",
    "cmake",
    "composer",
    "curl",
    "deno",
    "docker",
    "docker-compose",
    "dotnet",
    "eslint",
    "ffmpeg",
    "flask",
    "flutter",
    "gcloud",
    "gh",
    "git",
    "go",
    "gradle",
    "gradlew",
    "helm",
    "java",
    "jest",
    "jq",
    "just",
    "kubectl",
    "make",
    "mongosh",
    "mvn",
    "mypy",
    "mysql",
    "node",
    "npm",
    "npx",
    "php",
    "pip",
    "pip3",
    "playwright",
    "pnpm",
    "poetry",
    "prettier",
    "prisma",
    "psql",
    "pytest",
    "python",
    "python3",
    "rails",
    "redis-cli",
    "ruby",
    "ruff",
    "rustc",
    "sqlite3",
    "swift",
    "terraform",
    "tsc",
    "tsx",
    "uv",
    "uvicorn",
    "vitest",
    "yarn",
];

/// Words of a shell that are no programs to install.
const OF_THE_SHELL: [&str; 34] = [
    "alias", "break", "case", "cat", "cd", "chmod", "continue", "cp", "do", "done", "echo", "elif", "else",
    "esac", "exit", "export", "fi", "for", "function", "grep", "if", "ls", "mkdir", "mv", "printf", "read",
    "return", "rm", "set", "source", "then", "touch", "unset", "while",
];

/// Words before a command.
const BEFORE: [&str; 5] = ["env", "exec", "nohup", "sudo", "time"];

/// Programs that are words of English, too; in prose they are those words.
const ALSO_WORDS: [&str; 13] = [
    "bash", "black", "bun", "bundle", "composer", "flask", "go", "just", "make", "node", "prettier", "rails",
    "swift",
];

/// Finds well-known programs that prose names, such as a condition: `Docker and psql installed`.
pub(super) fn named(text: &str, found: &mut BTreeSet<String>) {
    for word in text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'))) {
        let word = word.trim_end_matches('.').to_ascii_lowercase();
        if KNOWN.binary_search(&word.as_str()).is_ok() && !ALSO_WORDS.contains(&word.as_str()) {
            found.insert(word);
        }
    }
}

/// Finds the programs that a text runs: the commands of its shell blocks, and well-known programs in its code spans.
pub(super) fn programs(text: &str, found: &mut BTreeSet<String>) {
    let mut block: Option<Block> = None;
    for line in text.lines() {
        let trimmed = line.trim();
        let ticks = trimmed.bytes().take_while(|&b| b == b'`').count();
        if ticks >= 3 {
            block = match block {
                Some(open) if ticks >= open.ticks && trimmed.len() == ticks => None,
                Some(open) => Some(open),
                None => Some(Block::new(ticks, trimmed[ticks..].trim())),
            };
            continue;
        }
        match &mut block {
            Some(open) => open.line(trimmed, found),
            None => spans(trimmed, found),
        }
    }
}

/// A fenced block of code.
struct Block {
    ticks: usize,
    /// Whether its lines are commands.
    shell: bool,
    /// Whether only lines behind a prompt sign are.
    session: bool,
    /// Whether the line before goes on.
    goes_on: bool,
    /// What ends the text that is handed to a command.
    until: Option<String>,
}

impl Block {
    fn new(ticks: usize, info: &str) -> Block {
        let language = info.split_whitespace().next().unwrap_or("").to_ascii_lowercase();
        let session = matches!(language.as_str(), "console" | "shell-session");
        let shell = session || matches!(language.as_str(), "bash" | "sh" | "shell" | "zsh");
        Block { ticks, shell, session, goes_on: false, until: None }
    }

    fn line(&mut self, line: &str, found: &mut BTreeSet<String>) {
        if let Some(until) = &self.until {
            if line == until {
                self.until = None;
            }
            return;
        }
        let command = line.strip_prefix("$ ");
        let first = !std::mem::replace(&mut self.goes_on, line.ends_with('\\'));
        if !self.shell || !first || self.session && command.is_none() {
            return;
        }
        if let Some((_, word)) = line.split_once("<<") {
            let word = word.trim_start_matches('-').trim().trim_matches(['\'', '"']);
            self.until = word.split_whitespace().next().map(str::to_owned);
        }
        commands(command.unwrap_or(line), |word| {
            found.insert(word.to_owned());
        });
    }
}

/// Well-known programs in the code spans of a line; a span may lack its end.
fn spans(line: &str, found: &mut BTreeSet<String>) {
    for span in line.split('`').skip(1).step_by(2) {
        commands(span.trim().trim_start_matches("$ "), |word| {
            if KNOWN.binary_search(&word).is_ok() {
                found.insert(word.to_owned());
            }
        });
    }
}

/// The first words of the commands on a line.
fn commands(line: &str, mut found: impl FnMut(&str)) {
    if line.starts_with('#') {
        return;
    }
    for command in line.split(['|', ';', '&']) {
        let words = command.split_whitespace().map(|word| word.trim_start_matches(['(', '!']));
        let word = words.into_iter().find(|word| !BEFORE.contains(word) && !word.contains('='));
        let Some(word) = word else { continue };
        let plain = word.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-_".contains(&b));
        let begins = word.starts_with(|c: char| c.is_ascii_lowercase());
        if plain && begins && word.len() <= 30 && OF_THE_SHELL.binary_search(&word).is_err() {
            found(word);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<String> {
        let mut found = BTreeSet::new();
        programs(text, &mut found);
        found.into_iter().collect()
    }

    #[test]
    fn lists_are_sorted() {
        assert!(KNOWN.is_sorted() && OF_THE_SHELL.is_sorted());
    }

    #[test]
    fn commands_of_shell_blocks_are_programs() {
        let text = "Run:\n```bash\n# a comment\ncd web && FOO=1 npm run dev\nsudo berthctl up | jq . \\\n  more words\n\
                    cat > x <<'EOF'\nnot this\nEOF\n./own.sh\n```\n```rust\nfn main() {}\n```\n";
        assert_eq!(of(text), ["berthctl", "jq", "npm"]);
        assert_eq!(of("```console\n$ terraform plan\nno changes\n```"), ["terraform"]);
    }

    #[test]
    fn prose_names_programs_that_are_no_words() {
        let mut found = BTreeSet::new();
        named("Docker and psql 15 installed. Make sure to go on, npm/x, src/docker", &mut found);
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["docker", "psql"]);
    }

    #[test]
    fn words_in_code_are_programs_only_if_they_are_known() {
        assert_eq!(of("- [ ] `pytest tests/` passes, `Berth model` exists"), ["pytest"]);
        assert_eq!(of("Server running: `cd web && uvicorn app:app --reload"), ["uvicorn"]);
        assert_eq!(of("go on and make it"), Vec::<String>::new());
    }
}
