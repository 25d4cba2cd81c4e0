use std::path::PathBuf;

use super::args::Global;
use super::configuration::configuration;
use super::exit::{Exit, Failure};
use super::log_args::{Notify, NotifyFormat};
use super::output;
use super::session::{self, Session};
use super::settings::Settings;
use crate::emit::notice::{Message, discord, notice_line, plain, slack};
use crate::emit::view::{NoticesView, to_json};
use crate::io::{self, Service, Webhook};
use crate::runlog::{Cursor, Notice, RunLog, notices};

/// Messages that one call sends at most; services refuse floods.
const MESSAGES: usize = 10;

/// `planc notify`.
pub(super) fn run(args: &Notify, global: &Global) -> Result<Exit, Failure> {
    let session = session::open(&args.place, global, |project| project.unscheduled(None))?;
    tell(args, &session)?;
    Ok(Exit::Clean)
}

/// Tells what happened in the run of a session.
pub(super) fn tell(args: &Notify, session: &Session) -> Result<(), Failure> {
    let webhook = if args.send { Some(webhook(args, &session.settings)?) } else { None };
    one_log(session)?;
    let offset = session.offset(args.zone.as_deref())?;
    if !session.log().exists() {
        output::notice(&format!("note: {} is not there yet; nothing to tell", session.shown()));
        return Ok(());
    }
    if args.keep {
        let log = session.read()?;
        let cursor = io::read_log(&io::cursor_place(session.log()))?;
        let told = Told::new(session, &log, from(args, &cursor, &log), offset);
        told.give(args.format, webhook.as_ref(), &|_| Ok(()))?;
        return Ok(());
    }
    io::with_cursor(session.log(), |cursor, save| {
        let log = session.read()?;
        let told = Told::new(session, &log, from(args, cursor, &log), offset);
        told.give(args.format, webhook.as_ref(), &|events| Ok(save(&Cursor::behind(&log, events).text())?))
    })
}

/// Whether messages could be sent: whoever watches learns at once that they cannot.
pub(super) fn ready(args: &Notify, global: &Global, plan: &[PathBuf]) -> Result<(), Failure> {
    let settings = configuration(global, plan)?.settings;
    webhook(args, &settings)?;
    if args.place.logs.len() > 1 { several() } else { Ok(()) }
}

fn several() -> Result<(), Failure> {
    Err(Failure("notify follows one log; name one with --log".to_owned()))
}

/// Several logs have several ends.
fn one_log(session: &Session) -> Result<(), Failure> {
    if session.several() {
        return several();
    }
    Ok(())
}

/// The first event that is told.
fn from(args: &Notify, cursor: &[u8], log: &RunLog) -> usize {
    match args.since {
        Some(since) => {
            let later = log.events.iter().position(|event| event.seq > since);
            later.unwrap_or(log.events.len())
        }
        None if args.all => 0,
        None => Cursor::read(cursor, log),
    }
}

/// The receiver that the environment names.
fn webhook(args: &Notify, settings: &Settings) -> Result<(Webhook, NotifyFormat), Failure> {
    let name = args.url_variable.as_ref().unwrap_or(&settings.notify.url_variable.value.0);
    let url = output::variable(name).ok_or_else(|| {
        Failure(format!("--send needs the address of a webhook in the environment variable {name}"))
    })?;
    let webhook = Webhook::new(url.trim(), &settings.notify.hosts.value.0)
        .map_err(|error| Failure(format!("the address in {name} is not used: {error}")))?;
    let format = match (args.format, webhook.service()) {
        (NotifyFormat::Text, Some(Service::Slack)) => NotifyFormat::Slack,
        (NotifyFormat::Text, Some(Service::Discord)) => NotifyFormat::Discord,
        (NotifyFormat::Text, None) => {
            return Err(Failure(format!(
                "what the receiver in {name} reads is not known; say --format slack, discord or json"
            )));
        }
        (format, _) => format,
    };
    Ok((webhook, format))
}

/// What is to be told, as it is told.
struct Told<'a> {
    session: &'a Session,
    notices: Vec<Notice>,
    lines: Vec<String>,
    /// How many events the log has.
    events: usize,
    /// Index of the event of each notice, and of the end of the log.
    behind: Vec<usize>,
}

impl<'a> Told<'a> {
    fn new(session: &'a Session, log: &RunLog, from: usize, offset: i32) -> Told<'a> {
        let plan = &session.compilation.plan;
        let found = notices(plan, log, from);
        let lines = found.iter().map(|(_, notice)| notice_line(plan, notice, offset)).collect();
        let (behind, notices) = found.into_iter().map(|(at, notice)| (at + 1, notice)).unzip();
        Told { session, notices, lines, events: log.events.len(), behind }
    }

    /// Prints or sends it; `save` is told how many events of the log are told.
    fn give(
        &self,
        format: NotifyFormat,
        webhook: Option<&(Webhook, NotifyFormat)>,
        save: &dyn Fn(usize) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        if let Some((webhook, format)) = webhook {
            return self.send(webhook, &messages(*format, &self.lines), save);
        }
        output::print(&match format {
            NotifyFormat::Text => self.lines.iter().flat_map(|line| [line, "\n"]).collect::<String>(),
            NotifyFormat::Json => {
                to_json(&NoticesView::new(&self.session.compilation.plan, &self.notices, &self.lines))
            }
            format => {
                messages(format, &self.lines).into_iter().map(|message| message.payload + "\n").collect()
            }
        })?;
        save(self.events)
    }

    /// Sends messages; after each the cursor moves, so that nothing that arrived is sent again.
    fn send(
        &self,
        webhook: &Webhook,
        messages: &[Message],
        save: &dyn Fn(usize) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut sent = 0;
        for (at, message) in messages.iter().take(MESSAGES).enumerate() {
            if let Err(error) = webhook.post(&message.payload) {
                let left = self.lines.len() - sent;
                return Err(Failure(format!(
                    "failed to send: {error}; {left} notices are left for the next call"
                )));
            }
            sent += message.lines;
            save(if at + 1 == messages.len() { self.events } else { self.behind[sent - 1] })?;
        }
        if messages.is_empty() {
            save(self.events)?;
            return output::print("nothing new\n");
        }
        let left = self.lines.len() - sent;
        let more = if left > 0 { format!(", {left} are left for the next call") } else { String::new() };
        let notices = if sent == 1 { "notice" } else { "notices" };
        let parts = messages.len().min(MESSAGES);
        let messages = if parts == 1 { "message" } else { "messages" };
        output::print(&format!("sent {sent} {notices} in {parts} {messages}{more}\n"))
    }
}

fn messages(format: NotifyFormat, lines: &[String]) -> Vec<Message> {
    match format {
        NotifyFormat::Slack => slack(lines),
        NotifyFormat::Discord => discord(lines),
        NotifyFormat::Json | NotifyFormat::Text => plain(lines),
    }
}
