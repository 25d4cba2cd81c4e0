use super::Launch;

/// The script that starts a subtask: the same for every plan but for the lines that say what the agent is and whether
/// subtasks work on branches.
pub(super) fn start(launch: &Launch) -> String {
    let agent: Vec<String> = launch.agent.iter().map(|word| quoted(word)).collect();
    include_str!("../../../templates/launch-subtask.sh")
        .replacen("agent=()", &format!("agent=({})", agent.join(" ")), 1)
        .replacen("worktrees=no", if launch.worktrees { "worktrees=yes" } else { "worktrees=no" }, 1)
}

/// The script that opens windows of tmux; the same for every plan.
pub(super) fn tmux() -> String {
    include_str!("../../../templates/launch-tmux.sh").to_owned()
}

/// A word of a shell in single quotes, where nothing has a meaning.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_agent_is_a_list_of_quoted_words() {
        let agent = ["claude", "it's", "$(touch x)", "{prompt}"].map(str::to_owned).to_vec();
        let text = start(&Launch { agent, worktrees: true, place: String::new() });
        assert!(text.contains("\nagent=('claude' 'it'\\''s' '$(touch x)' '{prompt}')\n"), "{text}");
        assert!(text.contains("\nworktrees=yes\n"));
        let plain = start(&Launch::default());
        assert!(plain.contains("\nagent=()\n") && plain.contains("\nworktrees=no\n"));
    }
}
