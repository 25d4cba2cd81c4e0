use std::path::PathBuf;

use super::exit::Failure;
use super::sieve::Sieve;
use super::{output, project};
use crate::compile::{self, Compilation, Input, Options};
use crate::io::InputOrigin;

/// Writes comments about the findings that `sieve` lets through into the files, and returns what follows from them.
pub(super) fn adopt(
    (mut inputs, origins): (Vec<Input>, &[InputOrigin]),
    mut before: Compilation,
    options: &Options,
    sieve: &Sieve,
    reason: &str,
) -> Result<Compilation, Failure> {
    let all = before.findings.clone();
    sieve.sift(&mut before);
    let wanted = std::mem::replace(&mut before.findings, all);
    let done = compile::leave_out(&inputs, &before, options, &wanted, reason)?;
    project::replace_all(
        origins,
        done.files.iter().map(|(input, after)| (*input, inputs[*input].bytes.as_slice(), after.as_slice())),
    )?;
    let count = |n: usize, noun: &str| if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") };
    output::notice(&format!(
        "{} left out by comments in {}{}",
        count(done.findings, "finding"),
        count(done.files.len(), "file"),
        match done.left.len() {
            0 => String::new(),
            left => format!("; about {left} no comment can be written"),
        }
    ));
    for (input, bytes) in done.files {
        inputs[input].bytes = bytes;
    }
    Ok(compile::compile(inputs, options)?)
}

/// Only files can be written to, and links are not followed to them.
pub(super) fn refuse(paths: &[PathBuf]) -> Result<(), Failure> {
    if paths.iter().any(|path| path.as_os_str() == "-") {
        return Err(Failure("--add-ignore writes to files, so it does not take standard input".to_owned()));
    }
    project::refuse_links(paths)
}
