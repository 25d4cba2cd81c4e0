use super::prompt_view::{PROMPT, PromptView};
use crate::emit::{RenderError, TextTemplate};

/// The layout of a prompt file that is built in.
const LAYOUT: &str = include_str!("../../../templates/prompt.md");

/// The built-in layout of a prompt file.
///
/// # Errors
/// None: it is a template like those of users, and a test renders it.
pub fn prompt_template() -> Result<TextTemplate, RenderError> {
    TextTemplate::new("prompt.md", LAYOUT)
}

/// A prompt file: the text of a template, with the author's prompt in it byte for byte.
///
/// # Errors
/// The template is broken, or does not hold the prompt exactly once.
pub(super) fn prompt_file(template: &TextTemplate, view: &PromptView) -> Result<Vec<u8>, RenderError> {
    let text = template.render(view)?;
    let places: Vec<usize> = (0..text.len()).filter(|&at| text[at] == PROMPT as u8).collect();
    let at = match places.as_slice() {
        [] if view.bytes.is_empty() => return Ok(text),
        [at] => *at,
        _ => {
            let (name, label) = (template.name().to_owned(), view.label.clone());
            return Err(RenderError::Prompt { name, label, times: places.len() });
        }
    };
    let (before, after) = (&text[..at], &text[at + 1..]);
    let mut bytes = Vec::with_capacity(text.len() + view.bytes.len() + 1);
    bytes.extend_from_slice(before);
    bytes.extend_from_slice(&view.bytes);
    // What follows begins a line: of two line ends in a row the template's is left out, never the author's.
    if !view.bytes.ends_with(b"\n") {
        bytes.push(b'\n');
    }
    bytes.extend_from_slice(after.strip_prefix(b"\n").unwrap_or(after));
    Ok(bytes)
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
            monitor: String::new(),
            state: String::new(),
            failures: Vec::new(),
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
            points: 1,
            bytes: bytes.to_vec(),
        }
    }

    fn built_in(view: &PromptView) -> Vec<u8> {
        prompt_file(&prompt_template().expect("a template"), view).expect("a file")
    }

    fn own(template: &str, view: &PromptView) -> Result<String, RenderError> {
        let file = prompt_file(&TextTemplate::new("my.md", template)?, view)?;
        Ok(String::from_utf8(file).expect("text"))
    }

    #[test]
    fn a_prompt_file_reads_well() {
        let text = String::from_utf8(built_in(&view(b"Do it.\n```\ncode\n```\n"))).expect("text");
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

## Log

- Done: `planc log done F1-1.1.7 --validated 1/1` (the first number is how many points held)
- Failed: `planc log fail F1-1.1.7 --note \"what went wrong\"`
"
        );
    }

    #[test]
    fn what_is_known_of_the_run_and_the_monitors_is_told() {
        let view = PromptView {
            title: String::new(),
            argument: String::new(),
            monitor: "monitor 1, row 2, column 1".into(),
            state: "failed".into(),
            failures: vec!["no key".into()],
            validation: Vec::new(),
            points: 0,
            ..view(b"")
        };
        let text = String::from_utf8(built_in(&PromptView { fence: String::new(), ..view })).expect("text");
        for part in [
            "# `F1-1.1.7`\n\nWindow 2 (monitor 1, row 2, column 1), phase 2a, failed, 10 minutes",
            "## What went wrong before\n\n- no key\n\n## Waits for\n",
            "## No prompt\n\nThe plan holds no prompt",
            "above are all that it says.\n\n## Report\n",
            "- Checked: (the plan lists nothing to check)\n",
            "- Done: `planc log done --window 2`\n- Failed: `planc log fail --window 2 --note",
        ] {
            assert!(text.contains(part), "{part}\n is not in\n{text}");
        }
    }

    #[test]
    fn the_prompt_is_kept_byte_for_byte() {
        let prompts: [&[u8]; 4] = [b"\xff\xfe\0\x1b[31m \r\n", b"no end of line", b"``````\n", b"\0\0\n"];
        for prompt in prompts {
            let file = built_in(&view(prompt));
            let found = file.windows(prompt.len()).filter(|window| *window == prompt).count();
            assert!(found >= 1, "{prompt:?}");
            let at = file.windows(5).position(|window| window == b"text\n").expect("fence") + 5;
            assert_eq!(&file[at..at + prompt.len()], prompt);
        }
    }

    #[test]
    fn a_template_of_the_user_can_put_the_prompt_anywhere_but_not_change_it() {
        let view = view(b"Do <it> & {{ label }}.\n");
        assert_eq!(
            own("{{ prompt }}\nthen {{ title }}\n", &view).as_deref(),
            Ok("Do <it> & {{ label }}.\nthen Berth types\n")
        );
        assert_eq!(own("{{ prompt|upper|trim }}", &view).as_deref(), Ok("Do <it> & {{ label }}.\n"));
        for (template, times) in
            [("{{ label }}", 0), ("{{ prompt }}{{ prompt }}", 2), ("{{ prompt|length }}", 0)]
        {
            let wanted = RenderError::Prompt { name: "my.md".into(), label: view.label.clone(), times };
            let found = own(template, &view);
            assert_eq!(found, Err(wanted), "{template}");
        }
    }

    #[test]
    fn a_hostile_template_ends_in_an_error_that_says_where() {
        let long = PromptView { title: "x".repeat(1 << 19), ..view(b"p\n") };
        for template in [
            "\n{% include '/etc/passwd' %}",
            "\n{% extends '/etc/passwd' %}",
            "\n{% import '/etc/passwd' as x %}",
            "\n{{ absent }}",
            "\n{% for a in range(9999) %}{% for b in range(9999) %}{{ b }}{% endfor %}{% endfor %}",
            "\n{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
            "\n{% if %}",
            "\n{{ range(999999999) }}",
            "\n{{ prompt|safe }}",
        ] {
            let error = own(template, &long).expect_err(template);
            assert!(matches!(error, RenderError::Template { line: Some(2), .. }), "{template}: {error:?}");
        }
        let large = own("{% for a in range(500) %}{{ title }}{% endfor %}", &long);
        assert_eq!(large, Err(RenderError::TooLarge { name: "my.md".into(), cap: 1 << 20 }));
    }
}
