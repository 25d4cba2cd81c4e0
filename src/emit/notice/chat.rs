use serde_json::json;

/// One message of a service: its JSON, and how many lines it carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The body of the request.
    pub payload: String,
    /// Lines in it.
    pub lines: usize,
}

/// Bytes of text in one message of Slack, which cuts above 40,000 characters and shows fewer well.
const SLACK: usize = 3_000;
/// Discord refuses more than 2,000 characters.
const DISCORD: usize = 1_900;
/// For other receivers.
const PLAIN: usize = 10_000;

/// Messages of Slack's incoming webhooks.
///
/// Formatting, links to names and previews are off; `&`, `<` and `>` are entities, so that no text becomes a mention
/// or a link (<https://docs.slack.dev/messaging/formatting-message-text>).
pub fn slack(lines: &[String]) -> Vec<Message> {
    let escape = |line: &String| quiet(line).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    grouped(lines.iter().map(escape), SLACK, |text| {
        json!({
            "text": text, "mrkdwn": false, "link_names": false, "unfurl_links": false, "unfurl_media": false,
        })
    })
}

/// Messages of Discord's webhooks: nobody is mentioned, nothing is embedded (flag 4), markdown is escaped
/// (<https://docs.discord.com/developers/resources/webhook>).
pub fn discord(lines: &[String]) -> Vec<Message> {
    let escape = |line: &String| {
        let mut out = String::with_capacity(line.len());
        for c in quiet(line).chars() {
            if matches!(c, '\\' | '*' | '_' | '~' | '`' | '|' | '<' | '>' | '[' | ']' | '#') {
                out.push('\\');
            }
            out.push(c);
        }
        out
    };
    grouped(
        lines.iter().map(escape),
        DISCORD,
        |text| json!({"content": text, "allowed_mentions": {"parse": []}, "flags": 4}),
    )
}

/// Messages for other receivers: `{"schema": "planc.notice/1", "lines": […]}`.
pub fn plain(lines: &[String]) -> Vec<Message> {
    grouped(
        lines.iter().cloned(),
        PLAIN,
        |text| json!({"schema": "planc.notice/1", "lines": text.lines().collect::<Vec<_>>()}),
    )
}

/// No `@` reaches a service: where it means somebody, they would be called.
fn quiet(line: &str) -> String {
    line.replace('@', "＠")
}

/// As many lines in a message as fit; a line that is too long on its own is cut.
fn grouped(
    lines: impl Iterator<Item = String>,
    most: usize,
    payload: impl Fn(&str) -> serde_json::Value,
) -> Vec<Message> {
    let mut messages = Vec::new();
    let (mut text, mut count) = (String::new(), 0);
    let mut close = |text: &mut String, count: &mut usize| {
        if *count > 0 {
            messages.push(Message { payload: payload(text).to_string(), lines: *count });
        }
        text.clear();
        *count = 0;
    };
    for line in lines {
        let line = cut(line, most);
        if text.len() + 1 + line.len() > most {
            close(&mut text, &mut count);
        }
        if count > 0 {
            text.push('\n');
        }
        text.push_str(&line);
        count += 1;
    }
    close(&mut text, &mut count);
    messages
}

fn cut(line: String, most: usize) -> String {
    if line.len() <= most {
        return line;
    }
    let at = (0..=most - 4).rev().find(|&at| line.is_char_boundary(at)).unwrap_or(0);
    // No half of an escape is left.
    let kept = line[..at].trim_end_matches('\\');
    let kept = kept.rfind('&').filter(|&and| !kept[and..].contains(';')).map_or(kept, |and| &kept[..and]);
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn slack_gets_text_and_nothing_else() {
        let found =
            slack(&lines(&["10:05 - Window 1: ✅ SUBTASK 1.1.1 complete (7 min)", "a <!channel> & @here"]));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].lines, 2);
        insta::assert_snapshot!(found[0].payload, @r#"{"link_names":false,"mrkdwn":false,"text":"10:05 - Window 1: ✅ SUBTASK 1.1.1 complete (7 min)\na &lt;!channel&gt; &amp; ＠here","unfurl_links":false,"unfurl_media":false}"#);
    }

    #[test]
    fn discord_mentions_nobody_and_formats_nothing() {
        let found = discord(&lines(&["**bold** [x](https://a.example) @everyone <@1> <#2> `c` ||s|| \\"]));
        insta::assert_snapshot!(found[0].payload, @r##"{"allowed_mentions":{"parse":[]},"content":"\\*\\*bold\\*\\* \\[x\\](https://a.example) ＠everyone \\<＠1\\> \\<\\#2\\> \\`c\\` \\|\\|s\\|\\| \\\\","flags":4}"##);
    }

    #[test]
    fn long_texts_are_parted_between_lines() {
        let long = lines(&["x".repeat(1_000).as_str(), "y".repeat(950).as_str(), "z"]);
        let found = discord(&long);
        assert_eq!(found.iter().map(|message| message.lines).collect::<Vec<_>>(), [1, 2]);
        let huge = discord(&lines(&["*".repeat(5_000).as_str()]));
        let content: serde_json::Value = serde_json::from_str(&huge[0].payload).expect("json");
        let content = content["content"].as_str().expect("text");
        assert!(content.len() <= DISCORD && content.ends_with("*…"), "{content}");
        let and = slack(&lines(&["&".repeat(5_000).as_str()]));
        assert!(and[0].payload.contains("&amp;…"), "{}", and[0].payload);
        assert!(discord(&[]).is_empty());
    }
}
