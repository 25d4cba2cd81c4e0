use std::fmt::Write as _;

use clap::{Arg, Command, CommandFactory};

use super::args::Args;
use super::output;
use crate::emit::tty;

/// Commands by what people use them for; those that do not exist yet are passed over.
const GROUPS: [(&str, &[&str]); 5] = [
    ("Check", &["check", "fix", "rule", "diff"]),
    ("Plan", &["plan", "graph", "schedule", "map", "roadmap"]),
    ("Run", &["build", "pack", "prompt", "next", "log", "status", "import", "notify", "watch"]),
    ("Publish", &["report", "calibrate"]),
    ("Set up", &["init", "config", "schema", "completions", "man"]),
];

/// What commands that write do where nobody names OUT.
const WITHOUT_OUT: [(&str, &str); 3] = [
    ("pack", "Default: `out` of `[pack]`"),
    ("report", "Default: `out` of `[report]`"),
    ("watch", "Without it nothing is written, and findings and status are only shown"),
];

/// Columns of help, and those before what a command does.
const WIDEST: usize = 100;
const INDENT: usize = 15;

/// The command line with its commands in groups.
pub(super) fn command() -> Command {
    let command = WITHOUT_OUT.into_iter().fold(Args::command(), |command, (name, otherwise)| {
        let told = |out: Arg| {
            let help = out.get_help().map(ToString::to_string).unwrap_or_default();
            out.help(format!("{help}. {otherwise}"))
        };
        command.mut_subcommand(name, |command| command.mut_arg("out", told))
    });
    let styles = command.get_styles().clone();
    let (header, literal) = (styles.get_header(), styles.get_literal());
    let mut text = String::new();
    for (title, names) in GROUPS {
        let commands: Vec<&Command> = names.iter().filter_map(|name| command.find_subcommand(name)).collect();
        if commands.is_empty() {
            continue;
        }
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{header}{title}:{header:#}");
        for command in commands {
            let name = command.get_name();
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            let lines = tty::wrap(&about, output::width().min(WIDEST) - INDENT);
            let gap = format!("\n{:INDENT$}", "");
            let about = lines.join(&gap);
            let _ = writeln!(text, "  {literal}{name}{literal:#}{:1$}{about}", "", INDENT - 2 - name.len());
        }
        text.push('\n');
    }
    let template = format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{text}{header}Options:{header:#}\n{{options}}{{after-help}}"
    );
    command.help_template(template)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_its_place() {
        for command in Args::command().get_subcommands() {
            let name = command.get_name();
            let groups = GROUPS.iter().filter(|(_, names)| names.contains(&name)).count();
            assert_eq!(groups, 1, "src/cli/groups.rs: add `{name}` to one group");
        }
    }

    #[test]
    fn every_word_of_the_command_line_has_a_sentence() {
        for command in Args::command().get_subcommands() {
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            let name = command.get_name();
            assert!(!about.is_empty() && !about.contains("  "), "{name}: {about}");
            for argument in command.get_arguments() {
                let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
                assert!(help.len() > 9, "{name}: {} has no help: {help}", argument.get_id());
            }
        }
    }
}
