use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::path_rule;

/// Name of the manifest in an output folder. A folder that holds one is our own output.
pub const MANIFEST: &str = "planc-manifest.json";

const SCHEMA: &str = "planc.manifest/1";

/// What planc wrote into a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub(super) schema: String,
    /// Name and version of what wrote it.
    pub(super) tool: String,
    /// Fingerprint of the plan.
    pub(super) plan: String,
    /// What it was made with, in words of the command line; empty for the defaults of old versions.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) settings: String,
    /// The parts of the plan that it holds, sorted; empty for all of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) parts: Vec<String>,
    /// The files that the plan was read from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) sources: Vec<Entry>,
    /// Folders that planc made, sorted.
    pub(super) folders: Vec<String>,
    /// Files that planc wrote, sorted by path.
    pub(super) files: Vec<Entry>,
    /// While files are being replaced: what they become. A manifest that has it tells of a run that did not end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) pending: Vec<Entry>,
}

/// One file: its path, and what its bytes are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Entry {
    /// The path, with `/`.
    pub path: String,
    /// SHA-256 of the bytes, in hexadecimal digits.
    pub sha256: String,
    /// How many bytes.
    pub bytes: u64,
}

impl Manifest {
    pub(super) fn new(plan: &str, folders: Vec<String>, files: Vec<Entry>) -> Manifest {
        let tool = concat!("planc ", env!("CARGO_PKG_VERSION")).to_owned();
        Manifest {
            schema: SCHEMA.to_owned(),
            tool,
            plan: plan.to_owned(),
            settings: String::new(),
            parts: Vec::new(),
            sources: Vec::new(),
            folders,
            files,
            pending: Vec::new(),
        }
    }

    /// Reads a manifest. It may come with a repository from anybody, so its paths are checked like ours.
    pub(super) fn parse(bytes: &[u8]) -> Result<Manifest, String> {
        let manifest: Manifest = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if manifest.schema != SCHEMA {
            return Err(format!("its schema is not {SCHEMA}"));
        }
        let files = manifest.files.iter().chain(&manifest.pending).map(|file| &file.path);
        match files.chain(&manifest.folders).find_map(|path| path_rule::fault(path)) {
            Some(fault) => Err(format!("it lists a path that {fault}")),
            None => Ok(manifest),
        }
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// Per path what a file may be without anybody else having changed it.
    pub(super) fn listed(&self) -> BTreeMap<&str, Vec<&Entry>> {
        let mut listed: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
        for entry in self.files.iter().chain(&self.pending) {
            listed.entry(&entry.path).or_default().push(entry);
        }
        listed
    }
}

impl Entry {
    /// The entry of a file with these bytes.
    pub fn of(path: &str, bytes: &[u8]) -> Entry {
        Entry { path: path.to_owned(), sha256: sha256(bytes), bytes: bytes.len() as u64 }
    }
}

/// SHA-256 in lower-case hexadecimal digits.
pub(super) fn sha256(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        for digit in [byte >> 4, byte & 15] {
            text.push(char::from(b"0123456789abcdef"[digit as usize]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_is_read_back() {
        let manifest = Manifest::new("f", vec!["F1".into()], vec![Entry::of("F1/a.md", b"abc")]);
        let text = String::from_utf8(manifest.to_bytes()).expect("text");
        assert!(text.contains("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"), "{text}");
        assert!(!text.contains("pending"));
        assert_eq!(Manifest::parse(text.as_bytes()), Ok(manifest));
    }

    #[test]
    fn a_manifest_cannot_point_outside() {
        let mut manifest = Manifest::new("f", Vec::new(), vec![Entry::of("../x", b"")]);
        assert!(Manifest::parse(&manifest.to_bytes()).is_err());
        manifest.files.clear();
        manifest.pending = vec![Entry::of("/etc/passwd", b"")];
        assert!(Manifest::parse(&manifest.to_bytes()).is_err());
        manifest.pending.clear();
        manifest.schema = "planc.manifest/2".into();
        assert!(Manifest::parse(&manifest.to_bytes()).is_err());
    }
}
