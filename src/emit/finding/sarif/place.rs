use serde::Serialize;

use super::message::{Message, cut};
use crate::diag::Label;
use crate::emit::places::floor_boundary;
use crate::emit::{Places, tty};
use crate::source::{FileIx, Span};

/// Bytes of a snippet; a longer region ends there too.
const LONGEST: usize = 1_000;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the key is that of the format")]
pub(super) struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ArtifactLocation {
    uri: String,
    uri_base_id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    snippet: Option<Message>,
}

/// Where a label stands, with what stands there. `id` is what messages link to.
pub(super) fn location(places: &Places<'_>, label: &Label, id: Option<usize>) -> Location {
    let text = places.text(label.file);
    let start = floor_boundary(text, label.span.start as usize);
    let end = floor_boundary(text, (label.span.end as usize).clamp(start, start + LONGEST)).max(start);
    let shown = Span::new(start, end);
    let snippet = Some(Message { text: places.mask().apply(shown.of(text)).into_owned() });
    Location {
        id,
        physical_location: PhysicalLocation {
            artifact_location: file(places, label.file),
            region: Region { snippet, ..region(places, label.file, shown) },
        },
        message: Some(Message { text: cut(&label.text).into_owned() }).filter(|text| !text.text.is_empty()),
    }
}

/// Lines and columns of a span.
pub(super) fn region(places: &Places<'_>, file: FileIx, span: Span) -> Region {
    let start = places.position(file, span.start);
    let end = places.position(file, span.end.max(span.start));
    Region {
        start_line: start.line,
        start_column: start.column,
        end_line: end.line,
        end_column: end.column,
        snippet: None,
    }
}

/// A file below the folder in which planc ran.
pub(super) fn file(places: &Places<'_>, file: FileIx) -> ArtifactLocation {
    ArtifactLocation { uri: uri(places.path(file)), uri_base_id: "%SRCROOT%" }
}

/// A relative path as a URI reference.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            _ => tty::add(&mut out, format_args!("%{byte:02X}")),
        }
    }
    out
}
