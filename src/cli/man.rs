use super::args::Man;
use super::exit::{Exit, Failure};
use super::{groups, output};

/// `planc man`.
pub(super) fn run(args: &Man) -> Result<Exit, Failure> {
    let mut command = groups::command();
    command.build();
    let page = match &args.command {
        None => command,
        Some(name) => {
            let Some(found) = command.find_subcommand(name) else {
                return Err(Failure(format!("there is no command {name}; list them with `planc --help`")));
            };
            found.clone()
        }
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(page).source(concat!("planc ", env!("CARGO_PKG_VERSION"))).render(&mut text)?;
    output::print_bytes(&text)?;
    Ok(Exit::Clean)
}
