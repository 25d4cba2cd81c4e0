//! Reads plans as `planc plan` does before it prints them, and `planc check` before any rule looks: `reading TREE`. What
//! a check costs more than this is the price of its rules and its output.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a tool for measuring: it reads files and prints"
)]

use std::path::PathBuf;

use planc::graph::{Graph, NeedsMode};
use planc::plan;
use planc::source::{FileIx, SourceFile};
use planc::syntax::{self, Document};
use rayon::prelude::*;
use walkdir::WalkDir;

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let folders = std::env::args().skip(1).flat_map(WalkDir::new);
    let files: Vec<PathBuf> =
        folders.map(|entry| entry.expect("a file").into_path()).filter(|path| path.is_file()).collect();
    let (sources, documents): (Vec<SourceFile>, Vec<Document>) = files
        .par_iter()
        .enumerate()
        .map(|(at, path)| {
            let bytes = std::fs::read(path).expect("a readable file");
            let source = SourceFile::new(path.display().to_string(), bytes).expect("text");
            let document = syntax::parse(FileIx(at as u32), &source);
            (source, document)
        })
        .unzip();
    let plan = plan::lower(&sources, &documents, &vec![0; sources.len()]);
    let graph = Graph::build(&plan, NeedsMode::Union);
    println!("{} subtasks, {} in circles", plan.subtasks.len(), graph.cycles().len());
}
