use std::fmt::Write;

use super::prompt_view::{PROMPT, PromptView};

/// A prompt file: its text, with the author's prompt in it byte for byte.
pub(super) fn prompt_file(view: &PromptView) -> Vec<u8> {
    let text = layout(view);
    let Some((before, after)) = text.split_once(PROMPT) else { return text.into_bytes() };
    let mut bytes = Vec::with_capacity(text.len() + view.bytes.len() + 1);
    bytes.extend_from_slice(before.as_bytes());
    bytes.extend_from_slice(&view.bytes);
    if !view.bytes.ends_with(b"\n") {
        bytes.push(b'\n');
    }
    bytes.extend_from_slice(after.as_bytes());
    bytes
}

/// The file without the prompt: [`PROMPT`] stands in its place, at the start of a line, and what follows begins a
/// line. The one place that a template takes over.
fn layout(view: &PromptView) -> String {
    let mut text = format!("# {} {}", view.label, view.title);
    text.truncate(text.trim_end().len());
    let _ = write!(text, "\n\nWindow {}", view.window);
    if !view.phase.is_empty() {
        let _ = write!(text, ", phase {}", view.phase);
        if !view.phase_title.is_empty() {
            let _ = write!(text, " ({})", view.phase_title);
        }
    }
    let _ = writeln!(
        text,
        ", {} minutes (from minute {} to minute {} of the run).",
        view.minutes, view.start, view.end
    );
    section(&mut text, "Waits for", "", &view.waits_for, "Nothing: start at once.");
    section(&mut text, "Waits for this", "", &view.awaited_by, "Nothing.");
    section(&mut text, "Has to be there", "", &view.prerequisites, "");
    section(&mut text, "Files you may edit", "", &view.files, "The plan names none.");
    let shared = "Another window edits these files at the same time. Keep to your own part and look again before you save.";
    section(&mut text, "Files you share", shared, &view.shared_files, "");
    let others = "Other windows edit these files at the same time. Leave them alone.";
    section(&mut text, "Files of other windows", others, &view.other_files, "");
    if view.fence.is_empty() {
        text.push_str("\n## No prompt\n\nThe plan holds no prompt for this subtask. ");
        text.push_str("Title, files and needs above are all that it says.\n");
    } else {
        let _ = write!(text, "\n## Prompt\n\n{}text\n{}{}\n", view.fence, view.prompt, view.fence);
    }
    report(&mut text, view);
    text
}

fn section(text: &mut String, title: &str, lead: &str, lines: &[String], none: &str) {
    if lines.is_empty() && none.is_empty() {
        return;
    }
    let _ = write!(text, "\n## {title}\n\n");
    if !lead.is_empty() {
        let _ = write!(text, "{lead}\n\n");
    }
    for line in lines {
        let _ = writeln!(text, "- {line}");
    }
    if lines.is_empty() {
        let _ = writeln!(text, "{none}");
    }
}

/// The form that an agent gives back.
fn report(text: &mut String, view: &PromptView) {
    let _ = write!(
        text,
        "\n## Report\n\nGive this back when you are done, filled in.\n\n- Subtask: {}\n",
        view.label
    );
    text.push_str("- Result: DONE or FAILED\n");
    if view.validation.is_empty() {
        text.push_str("- Checked: (the plan lists nothing to check)\n");
    } else {
        text.push_str("- Checked:\n");
        for item in &view.validation {
            let _ = writeln!(text, "  - [ ] {item}");
        }
    }
    text.push_str(
        "- TOUCHED: (every file that you made or changed)\n- NOTES: (what the next window has to know)\n",
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(bytes: &[u8]) -> PromptView {
        PromptView {
            label: "`F1-1.1.7`".into(),
            argument: "F1-1.1.7".into(),
            title: "Berth types".into(),
            window: 2,
            phase: "2a".into(),
            phase_title: String::new(),
            minutes: "10".into(),
            start: "15".into(),
            end: "25".into(),
            waits_for: vec!["`F1-1.1.6` Relationship".into()],
            awaited_by: Vec::new(),
            prerequisites: Vec::new(),
            files: Vec::new(),
            shared_files: Vec::new(),
            other_files: vec!["`src/a.rs` (window 1, `F1-1.1.8`)".into()],
            fence: super::super::text::fence(bytes),
            prompt: PROMPT,
            validation: vec!["tests pass".into()],
            bytes: bytes.to_vec(),
        }
    }

    #[test]
    fn a_prompt_file_reads_well() {
        let text = String::from_utf8(prompt_file(&view(b"Do it.\n```\ncode\n```\n"))).expect("text");
        assert_eq!(
            text,
            "# `F1-1.1.7` Berth types

Window 2, phase 2a, 10 minutes (from minute 15 to minute 25 of the run).

## Waits for

- `F1-1.1.6` Relationship

## Waits for this

Nothing.

## Files you may edit

The plan names none.

## Files of other windows

Other windows edit these files at the same time. Leave them alone.

- `src/a.rs` (window 1, `F1-1.1.8`)

## Prompt

````text
Do it.
```
code
```
````

## Report

Give this back when you are done, filled in.

- Subtask: `F1-1.1.7`
- Result: DONE or FAILED
- Checked:
  - [ ] tests pass
- TOUCHED: (every file that you made or changed)
- NOTES: (what the next window has to know)
"
        );
    }

    #[test]
    fn the_prompt_is_kept_byte_for_byte() {
        let prompts: [&[u8]; 4] = [b"\xff\xfe\0\x1b[31m \r\n", b"no end of line", b"``````\n", b"\0\0\n"];
        for prompt in prompts {
            let file = prompt_file(&view(prompt));
            let found = file.windows(prompt.len()).filter(|window| *window == prompt).count();
            assert!(found >= 1, "{prompt:?}");
            let at = file.windows(5).position(|window| window == b"text\n").expect("fence") + 5;
            assert_eq!(&file[at..at + prompt.len()], prompt);
        }
    }
}
