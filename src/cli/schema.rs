use std::borrow::Cow;

use super::args::{Schema, SchemaName};
use super::exit::{Exit, Failure};
use super::{output, settings};
use crate::emit::view::{DIFF_SCHEMA, FINDINGS_SCHEMA, PLAN_SCHEMA, SCHEDULE_SCHEMA};

/// What has a schema, by name.
const SCHEMAS: [(SchemaName, &str); 5] = [
    (SchemaName::Config, "planc.toml, the configuration"),
    (SchemaName::Diff, "planc.diff/1, of `planc diff --format json`"),
    (SchemaName::Findings, "planc.findings/1, of `planc check --format json`"),
    (SchemaName::Plan, "planc.plan/1, of `planc plan --format json`"),
    (SchemaName::Schedule, "planc.schedule/1, of `planc schedule --format json`"),
];

/// `planc schema`.
pub(super) fn run(args: &Schema) -> Result<Exit, Failure> {
    match args.name {
        Some(name) => output::print(&text(name))?,
        None => {
            let line = |(name, what): &(SchemaName, &str)| format!("{:<9} {what}\n", name.word());
            output::print(&SCHEMAS.iter().map(line).collect::<String>())?;
        }
    }
    Ok(Exit::Clean)
}

fn text(name: SchemaName) -> Cow<'static, str> {
    match name {
        SchemaName::Config => Cow::Owned(format!("{:#}\n", settings::schema())),
        SchemaName::Diff => Cow::Borrowed(DIFF_SCHEMA),
        SchemaName::Findings => Cow::Borrowed(FINDINGS_SCHEMA),
        SchemaName::Plan => Cow::Borrowed(PLAN_SCHEMA),
        SchemaName::Schedule => Cow::Borrowed(SCHEDULE_SCHEMA),
    }
}
