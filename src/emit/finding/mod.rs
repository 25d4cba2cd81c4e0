//! Findings as people and platforms read them: in full with source lines, one a line, by file, as a summary, and in
//! the formats of GitHub, GitLab, `JUnit` and SARIF.

mod concise;
mod counts;
mod excerpt;
mod full;
mod github;
mod gitlab;
mod grouped;
mod junit;
mod markdown;
mod omitted;
mod sarif;
mod summary;
mod verdict;

pub use concise::concise;
pub use counts::{Counts, RuleCount};
pub use full::full;
pub use github::{github, github_group};
pub use gitlab::gitlab;
pub use grouped::grouped;
pub use junit::junit;
pub(super) use markdown::escape;
pub use markdown::{Links, markdown};
pub use omitted::Omitted;
pub use sarif::sarif;
pub use summary::summary;
pub use verdict::verdict;
pub(super) use verdict::{Worth, times};
