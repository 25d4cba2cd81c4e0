use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::source::Span;

/// The contents of all code blocks as a CommonMark parser bounds them, in order.
///
/// This is the strict reading that every other tool has; the recovering one is in `fence.rs`.
pub fn strict_code_blocks(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Option<Span> = None;
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_)) => open = Some(Span::new(range.start, range.start)),
            Event::Text(_) => {
                if let Some(block) = &mut open {
                    if block.is_empty() {
                        block.start = range.start as u32;
                    }
                    block.end = range.end as u32;
                }
            }
            Event::End(TagEnd::CodeBlock) => found.extend(open.take()),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strict_reading_stops_at_the_first_fence() {
        let text = "```\na\n```bash\nb\n```\nc\n```\n";
        let blocks = strict_code_blocks(text);
        assert_eq!(blocks[0].of(text), "a\n```bash\nb\n");
    }
}
