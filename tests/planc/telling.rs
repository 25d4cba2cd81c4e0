//! `planc notify`, with a receiver on this machine.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::JoinHandle;

use super::workplace::{Said, Workplace};

const PLAN: &str = "# Feature 1: Ferry

## PHASE 1
Window 1: SUBTASK 1.1.1 - Timetable
Window 4: SUBTASK 1.1.4 - Refunds
";

fn ferry(name: &str) -> Workplace {
    let place = Workplace::new(name);
    place.write("planc.toml", "");
    place.write("plan.md", PLAN);
    let log = |args: &[&str]| assert_eq!(place.run(&[&["log"], args].concat()).code, 0, "{args:?}");
    log(&["start", "1.1.1", "1.1.4", "--at", "2026-01-31T09:58:00Z"]);
    log(&["done", "1.1.1", "--at", "2026-01-31T10:05:00Z"]);
    log(&["fail", "1.1.4", "--note", "import *issue* @here <!channel>", "--at", "2026-01-31T10:05:00Z"]);
    place
}

const LINES: &str = "\
09:58 - Window 1: ▶️ SUBTASK 1.1.1 started
09:58 - Window 4: ▶️ SUBTASK 1.1.4 started
10:05 - Window 1: ✅ SUBTASK 1.1.1 complete (7 min)
10:05 - Window 4: ❌ SUBTASK 1.1.4 error - import *issue* @here <!channel>
";

/// Answers each request with the next status and gives the requests.
struct Receiver {
    address: String,
    thread: JoinHandle<Vec<String>>,
}

impl Receiver {
    fn new(answers: &[&'static str]) -> Receiver {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let answers = answers.to_vec();
        let thread = std::thread::spawn(move || {
            let mut requests = Vec::new();
            for answer in answers {
                let (stream, _) = listener.accept().expect("a request");
                requests.push(serve(stream, answer));
            }
            requests
        });
        Receiver { address, thread }
    }

    fn requests(self) -> Vec<String> {
        self.thread.join().expect("a receiver")
    }
}

/// Reads one request with its body.
fn serve(mut stream: TcpStream, answer: &str) -> String {
    let mut request = Vec::new();
    let mut part = [0; 4096];
    loop {
        let read = stream.read(&mut part).expect("a part");
        request.extend_from_slice(&part[..read]);
        let text = String::from_utf8_lossy(&request).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let length = head
            .lines()
            .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
        if read == 0 || length.is_some_and(|length: usize| body.len() >= length) {
            break;
        }
    }
    write!(stream, "HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").expect("an answer");
    String::from_utf8(request).expect("text")
}

fn send(place: &Workplace, url: &str, args: &[&str]) -> Said {
    let mut command = place.command(&[&["notify", "--send"], args].concat());
    Said::new(&command.env("PLANC_WEBHOOK", url).output().expect("planc starts"))
}

#[test]
fn each_call_tells_what_the_last_one_did_not() {
    let place = ferry("notify-lines");
    assert_eq!(place.run(&["notify", "--keep"]).out, LINES);
    assert_eq!(place.run(&["notify"]).out, LINES);
    assert_eq!(place.run(&["notify"]).out, "");
    assert_eq!(
        place.run(&["log", "done", "1.1.4", "--validated", "4/5", "--at", "2026-01-31T10:12:00Z"]).code,
        0
    );
    assert_eq!(
        place.run(&["log", "note", "--note", "half way\nthere", "--at", "2026-01-31T10:13:00Z"]).code,
        0
    );
    let later =
        "12:12 - Window 4: ✅ SUBTASK 1.1.4 complete (validation 4/5)\n12:13 - 📝 note - half way · there\n";
    assert_eq!(place.run(&["notify", "--zone", "+02:00"]).out, later);
    assert_eq!(place.run(&["notify", "--since", "5"]).out, "10:13 - 📝 note - half way · there\n");
    assert!(place.run(&["notify", "--all"]).out.starts_with(LINES));
    assert_eq!(place.run(&["log", "undo", "1.1.4", "--at", "2026-01-31T10:14:00Z"]).code, 0);
    assert_eq!(place.run(&["notify"]).out, "10:14 - Window 4: ↩️ SUBTASK 1.1.4 taken back (done of 10:12)\n");
    // Nobody was told of what was taken back at once.
    assert_eq!(place.run(&["log", "start", "1.1.4"]).code, 0);
    assert_eq!(place.run(&["log", "undo", "1.1.4"]).code, 0);
    assert_eq!(place.run(&["notify"]).out, "");
}

#[test]
fn another_log_is_told_from_its_beginning() {
    let place = ferry("notify-other-log");
    assert_eq!(place.run(&["notify"]).out, LINES);
    std::fs::remove_file(place.path().join(".planc/run.jsonl")).expect("removed");
    let none = place.run(&["notify"]);
    assert_eq!((none.code, none.out.as_str()), (0, ""));
    assert!(none.err.contains("nothing to tell"), "{}", none.err);
    assert_eq!(place.run(&["log", "start", "1.1.1", "--at", "2026-02-01T08:00:00Z"]).code, 0);
    assert_eq!(place.run(&["notify"]).out, "08:00 - Window 1: ▶️ SUBTASK 1.1.1 started\n");
    place.write(".planc/run.jsonl.notified", "no cursor");
    assert_eq!(place.run(&["notify"]).out, "08:00 - Window 1: ▶️ SUBTASK 1.1.1 started\n");
}

#[test]
fn the_receiver_gets_exactly_the_payload() {
    let place = ferry("notify-send");
    let receiver = Receiver::new(&["204 No Content", "200 OK"]);
    let url = format!("http://{}/hook/s3cr3t-path", receiver.address);
    let said = send(&place, &url, &["--format", "slack"]);
    assert_eq!((said.code, said.out.as_str()), (0, "sent 4 notices in 1 message\n"));
    assert_eq!(send(&place, &url, &["--format", "slack"]).out, "nothing new\n");
    let discord = send(&place, &url, &["--format", "discord", "--since", "3"]);
    assert_eq!(discord.code, 0, "{}", discord.err);
    let requests = receiver.requests();
    assert!(requests[0].starts_with("POST /hook/s3cr3t-path HTTP/1.1\r\n"), "{}", requests[0]);
    let body = |request: &str| request.split_once("\r\n\r\n").expect("a body").1.to_owned();
    insta::assert_snapshot!(body(&requests[0]), @r#"{"link_names":false,"mrkdwn":false,"text":"09:58 - Window 1: ▶️ SUBTASK 1.1.1 started\n09:58 - Window 4: ▶️ SUBTASK 1.1.4 started\n10:05 - Window 1: ✅ SUBTASK 1.1.1 complete (7 min)\n10:05 - Window 4: ❌ SUBTASK 1.1.4 error - import *issue* ＠here &lt;!channel&gt;","unfurl_links":false,"unfurl_media":false}"#);
    insta::assert_snapshot!(body(&requests[1]), @r#"{"allowed_mentions":{"parse":[]},"content":"10:05 - Window 4: ❌ SUBTASK 1.1.4 error - import \\*issue\\* ＠here \\<!channel\\>","flags":4}"#);
}

#[test]
fn redirects_are_not_followed_and_what_did_not_arrive_is_told_again() {
    let place = ferry("notify-redirect");
    let other = TcpListener::bind("127.0.0.1:0").expect("a port");
    other.set_nonblocking(true).expect("no waiting");
    let elsewhere =
        format!("307 Temporary Redirect\r\nLocation: http://{}/", other.local_addr().expect("an address"));
    let receiver =
        Receiver::new(&[Box::leak(elsewhere.into_boxed_str()), "500 No", "429 Slow down", "200 OK"]);
    let url = format!("http://{}/hook/s3cr3t-path", receiver.address);
    for words in ["redirects (307), which is not followed", "refused it (500)", "fewer messages (429)"] {
        let said = send(&place, &url, &["--format", "slack"]);
        assert_eq!((said.code, said.out.as_str()), (2, ""));
        assert!(said.err.contains(words) && said.err.contains("4 notices are left"), "{}", said.err);
        assert!(!said.err.contains("s3cr3t") && !said.err.contains("127.0.0.1"), "{}", said.err);
    }
    assert!(other.accept().is_err(), "somebody followed the redirect");
    assert_eq!(send(&place, &url, &["--format", "slack"]).code, 0);
    assert_eq!(receiver.requests().len(), 4);
    assert_eq!(place.run(&["notify"]).out, "");
}

#[test]
fn addresses_that_are_not_used_are_not_shown() {
    let place = ferry("notify-refused");
    for url in [
        "http://hooks.slack.com/services/s3cr3t",
        "https://evil.example/s3cr3t",
        "https://hooks.slack.com@evil.example/s3cr3t",
        "file:///s3cr3t",
        "http://169.254.169.254/s3cr3t",
        "s3cr3t",
    ] {
        let said = send(&place, url, &["--format", "slack"]);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{url}");
        assert!(!said.err.contains("s3cr3t") && said.err.contains("PLANC_WEBHOOK"), "{}", said.err);
    }
    let unknown = send(&place, "http://127.0.0.1:9/s3cr3t", &[]);
    assert!(unknown.code == 2 && unknown.err.contains("--format slack"), "{}", unknown.err);
    // Nobody listens at port 1.
    let nobody = send(&place, "http://127.0.0.1:1/s3cr3t", &["--format", "slack"]);
    assert_eq!(nobody.code, 2);
    assert!(nobody.err.contains("cannot be reached") && !nobody.err.contains("s3cr3t"), "{}", nobody.err);
    let none = place.run(&["notify", "--send"]);
    assert!(none.code == 2 && none.err.contains("PLANC_WEBHOOK"), "{}", none.err);
    assert_eq!(place.run(&["notify"]).out, LINES);
}

#[test]
fn the_contract_and_messages_are_printed() {
    let place = ferry("notify-formats");
    let said = place.run(&["notify", "--since", "2", "--format", "json"]);
    insta::assert_snapshot!(said.out, @r#"
    {"schema":"planc.notices/1",
    "notices":[
    {"seq":3,"at":"2026-01-31T10:05:00Z","event":"done","took_back":null,"subtask":"F1-1.1.1","window":1,"duration_minutes":7,"validated":null,"line":"10:05 - Window 1: ✅ SUBTASK 1.1.1 complete (7 min)"},
    {"seq":4,"at":"2026-01-31T10:05:00Z","event":"fail","took_back":null,"subtask":"F1-1.1.4","window":4,"duration_minutes":7,"validated":null,"line":"10:05 - Window 4: ❌ SUBTASK 1.1.4 error - import *issue* @here <!channel>"}
    ]}
    "#);
    let slack = place.run(&["notify", "--all", "--format", "slack"]).out;
    assert_eq!(slack.lines().count(), 1);
    let token = format!("ghp_{}", "k3Zq9Lw2Xv7Rt4Bn8Mc1Ypd5Hs6GjF0aB2c");
    assert_eq!(place.run(&["log", "note", "--note", &format!("\u{1b}[31muse {token}")]).code, 0);
    let told = place.run(&["notify"]).out;
    assert!(told.contains("📝 note - \\u{1b}[31muse ghp_****") && !told.contains(&token), "{told}");
}

#[test]
fn a_watch_sends_as_well() {
    let place = ferry("notify-watch");
    let receiver = Receiver::new(&["200 OK"]);
    let url = format!("http://{}/hook/s3cr3t-path", receiver.address);
    let watch = || {
        let mut command = place.command(&["watch", ".", "--once", "--notify", "--notify-format", "slack"]);
        Said::new(&command.env("PLANC_WEBHOOK", &url).output().expect("planc starts"))
    };
    let first = watch();
    assert!(
        first.code == 0 && first.out.ends_with("sent 4 notices in 1 message\n"),
        "{}{}",
        first.out,
        first.err
    );
    assert!(first.out.contains("1 of 2 subtasks done\n"), "{}", first.out);
    assert!(first.out.contains("\nfailed            F1-1.1.4: "), "{}", first.out);
    assert!(watch().out.ends_with("nothing new\n"));
    let request = receiver.requests().remove(0);
    assert!(request.contains("Window 1: ✅ SUBTASK 1.1.1 complete (7 min)"), "{request}");
}
