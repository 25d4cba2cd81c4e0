use std::fmt;

/// Why the bytes of a file cannot be read as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// The file begins with a UTF-16 byte order mark.
    Utf16,
    /// The file begins with a UTF-32 byte order mark.
    Utf32,
    /// The file is larger than offsets can address (4 GiB).
    TooLarge,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            DecodeError::Utf16 => "the file is UTF-16; save it as UTF-8",
            DecodeError::Utf32 => "the file is UTF-32; save it as UTF-8",
            DecodeError::TooLarge => "the file is larger than 4 GiB",
        })
    }
}

impl std::error::Error for DecodeError {}

/// What decoding found: the text, the cut byte order mark and the first byte that is no UTF-8.
pub(super) struct Decoded {
    pub(super) text: String,
    /// The bytes on disk, where `text` does not hold them.
    pub(super) original: Option<Vec<u8>>,
    /// Bytes cut off at the start (3 for a byte order mark, else 0).
    pub(super) cut: usize,
    /// Runs of invalid bytes that were replaced: start in `text` and length in the original (after the cut).
    pub(super) invalid: Vec<(usize, usize)>,
}

/// Decodes UTF-8 with or without a byte order mark; invalid bytes become U+FFFD.
pub(super) fn decode(bytes: Vec<u8>) -> Result<Decoded, DecodeError> {
    if u32::try_from(bytes.len()).is_err() {
        return Err(DecodeError::TooLarge);
    }
    if bytes.starts_with(&[0xFF, 0xFE, 0, 0]) || bytes.starts_with(&[0, 0, 0xFE, 0xFF]) {
        return Err(DecodeError::Utf32);
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(DecodeError::Utf16);
    }
    let cut = if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) { 3 } else { 0 };
    if cut == 0 {
        return Ok(match String::from_utf8(bytes) {
            Ok(text) => Decoded { text, original: None, cut, invalid: Vec::new() },
            Err(error) => lossy(error.into_bytes(), cut),
        });
    }
    Ok(lossy(bytes, cut))
}

fn lossy(original: Vec<u8>, cut: usize) -> Decoded {
    let bytes = &original[cut..];
    let mut text = String::with_capacity(bytes.len() + 16);
    let mut invalid = Vec::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            invalid.push((text.len(), chunk.invalid().len()));
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    Decoded { text, original: Some(original), cut, invalid }
}
