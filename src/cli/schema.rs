use super::args::{Schema, SchemaName};
use super::exit::{Exit, Failure};
use super::{output, settings};

/// `planc schema`.
pub(super) fn run(args: &Schema) -> Result<Exit, Failure> {
    match args.name {
        Some(SchemaName::Config) => output::print(&format!("{:#}\n", settings::schema()))?,
        None => output::print("config  planc.toml: `planc schema config`\n")?,
    }
    Ok(Exit::Clean)
}
