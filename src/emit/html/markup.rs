use std::fmt::{self, Write as _};

use super::escape;

/// HTML or SVG that is safe to embed: names come from the code, words are escaped on their way in.
///
/// End tags that HTML lets one leave out (`td`, `tr`, `li`, `dt`, `dd`) are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markup(String);

impl Markup {
    /// Nothing yet.
    pub fn new() -> Markup {
        Markup::default()
    }

    /// A start tag with quoted attributes; an empty value of a boolean attribute is left out with its quotes.
    pub fn open(&mut self, tag: &'static str, attributes: &[(&'static str, &str)]) -> &mut Markup {
        self.0.push('<');
        self.0.push_str(tag);
        for (name, value) in attributes {
            self.0.push(' ');
            self.0.push_str(name);
            if !value.is_empty() {
                self.0.push_str("=\"");
                escape::push(&mut self.0, &escape::visible(value));
                self.0.push('"');
            }
        }
        self.0.push('>');
        self
    }

    /// An element of SVG without content.
    pub fn leaf(&mut self, tag: &'static str, attributes: &[(&'static str, &str)]) -> &mut Markup {
        self.open(tag, attributes);
        self.0.pop();
        self.0.push_str("/>");
        self
    }

    /// An end tag.
    pub fn close(&mut self, tag: &'static str) -> &mut Markup {
        self.0.push_str("</");
        self.0.push_str(tag);
        self.0.push('>');
        self
    }

    /// Words of anyone, with hidden characters shown.
    pub fn text(&mut self, words: &str) -> &mut Markup {
        escape::push(&mut self.0, &escape::visible(words));
        self
    }

    /// Words of anyone in lines, for `pre`.
    pub fn lines(&mut self, words: &str) -> &mut Markup {
        escape::push(&mut self.0, &escape::visible_lines(words));
        self
    }

    /// Words in which what stands between backticks becomes code.
    pub fn prose(&mut self, words: &str) -> &mut Markup {
        self.prose_with(words, |out, code| {
            out.element("code", &[], code);
        })
    }

    /// Words in which `code` writes what stands between backticks.
    pub(super) fn prose_with(&mut self, words: &str, code: impl Fn(&mut Markup, &str)) -> &mut Markup {
        let mut parts = words.split('`').peekable();
        let mut inside = false;
        while let Some(part) = parts.next() {
            if inside && parts.peek().is_some() {
                code(self, part);
            } else if inside {
                self.text("`").text(part);
            } else {
                self.text(part);
            }
            inside = !inside;
        }
        self
    }

    /// Markup that stands in the code.
    pub fn raw(&mut self, fixed: &'static str) -> &mut Markup {
        self.0.push_str(fixed);
        self
    }

    /// An element with words in it.
    pub fn element(
        &mut self,
        tag: &'static str,
        attributes: &[(&'static str, &str)],
        words: &str,
    ) -> &mut Markup {
        self.open(tag, attributes).text(words).close(tag)
    }

    /// A formatted number or other value, escaped like words.
    pub fn value(&mut self, value: impl fmt::Display) -> &mut Markup {
        self.text(&value.to_string())
    }

    /// Other markup.
    pub fn append(&mut self, other: &Markup) -> &mut Markup {
        self.0.push_str(&other.0);
        self
    }

    /// A line end, so that pages can be compared line by line.
    pub fn line(&mut self) -> &mut Markup {
        let _ = self.0.write_char('\n');
        self
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text.
    pub fn into_string(self) -> String {
        self.0
    }

    /// A data script: JSON that cannot leave its element.
    pub(super) fn island(&mut self, id: &'static str, json: &str) -> &mut Markup {
        self.open("script", &[("type", "application/json"), ("id", id)]);
        self.0.push_str(&escape::island(json));
        self.close("script")
    }

    /// Text of a style or script that the engine has checked.
    pub(super) fn trusted(text: &str) -> Markup {
        Markup(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        let mut markup = Markup::new();
        markup.element("td", &[("title", "\" onclick=\"x")], "<b>");
        assert_eq!(markup.as_str(), "<td title=\"&quot; onclick=&quot;x\">&lt;b&gt;</td>");
    }

    #[test]
    fn backticks_become_code() {
        let mut markup = Markup::new();
        markup.prose("`1.1.6` needs `<i>` and ` alone");
        assert_eq!(markup.as_str(), "<code>1.1.6</code> needs <code>&lt;i&gt;</code> and &#96; alone");
    }
}
