use super::args::{Global, Rule};
use super::exit::{Exit, Failure};
use super::output;
use crate::check;
use crate::emit::terminal;

/// `planc rule`.
pub(super) fn run(args: &Rule, global: &Global) -> Result<Exit, Failure> {
    let look = output::look(global);
    let Some(name) = &args.rule else {
        output::print(&terminal::rules(check::all(), look))?;
        return Ok(Exit::Clean);
    };
    let Some(rule) = check::find(name) else {
        let names = check::all().iter().flat_map(|rule| [rule.code, rule.name]);
        let known: Vec<&str> = names.clone().collect();
        let near = crate::plan::nearest(name, names).first().map(|&at| known[at]);
        let hint = near
            .map_or("list them with `planc rule --all`".to_owned(), |near| format!("did you mean {near}?"));
        return Err(Failure(format!("there is no rule {name}; {hint}")));
    };
    output::print(&terminal::rule(rule, look))?;
    Ok(Exit::Clean)
}
