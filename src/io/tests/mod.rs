//! The promises of the writer, each with a test.

mod discovery;
mod faults;
mod hostile;
mod refusals;
mod writing;

use std::collections::BTreeMap;

use super::out_dir::write_patiently;
use super::scratch::Scratch;
use super::{WriteError, WriteOptions, WriteReport};
use crate::emit::Artifact;

fn artifacts(files: &[(&str, &str)]) -> Vec<Artifact> {
    files
        .iter()
        .map(|(path, text)| Artifact { path: (*path).into(), bytes: text.as_bytes().to_vec() })
        .collect()
}

/// Writes below `out` of the scratch folder, without patience for other runs.
fn write(scratch: &Scratch, files: &[(&str, &str)]) -> Result<WriteReport, WriteError> {
    let options = WriteOptions { plan: "fingerprint".into(), ..WriteOptions::default() };
    write_patiently(&scratch.path().join("out"), &artifacts(files), &options, 1)
}

fn force(scratch: &Scratch, files: &[(&str, &str)]) -> Result<WriteReport, WriteError> {
    let options = WriteOptions { force: true, plan: "fingerprint".into(), ..WriteOptions::default() };
    write_patiently(&scratch.path().join("out"), &artifacts(files), &options, 1)
}

/// Files below `out`, without the manifest and what a run that did not end leaves for the next one to remove.
fn files(scratch: &Scratch) -> BTreeMap<String, String> {
    scratch
        .tree()
        .into_iter()
        .filter(|(path, _)| !path.ends_with('/') && !path.ends_with(super::MANIFEST))
        .filter(|(path, _)| !path.starts_with("out/.planc-"))
        .filter_map(|(path, bytes)| {
            Some((path.strip_prefix("out/")?.to_owned(), String::from_utf8(bytes).expect("text")))
        })
        .collect()
}

fn texts(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}
