/// What a configuration says about how files are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadOptions {
    /// Words that begin the text of windows which are kept free; case does not count, and a plural `s` may follow.
    pub buffers: Vec<String>,
    /// How deep values of JSON may be nested, at most 64.
    pub nesting: u32,
}

impl Default for ReadOptions {
    fn default() -> ReadOptions {
        ReadOptions { buffers: vec!["BUFFER".to_owned(), "buffer windows".to_owned()], nesting: 64 }
    }
}

impl ReadOptions {
    /// Whether a text begins with the words of a buffer.
    pub(super) fn is_buffer(&self, text: &str) -> bool {
        let begins = |word: &String| {
            let plural = || super::text::strip_word(text, &format!("{word}s"));
            super::text::strip_word(text, word).or_else(plural).is_some()
        };
        self.buffers.iter().any(begins)
    }
}
