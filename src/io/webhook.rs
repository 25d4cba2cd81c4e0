use std::fmt;

/// Hosts that messages go to, with the service that each belongs to.
const SERVICES: [(&str, Service); 2] =
    [("hooks.slack.com", Service::Slack), ("discord.com", Service::Discord)];

/// The longest address.
const LONGEST: usize = 2_048;

/// Whose messages a host takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// Slack's incoming webhooks.
    Slack,
    /// Discord's webhooks.
    Discord,
}

/// Where messages are posted to. The address is a secret: nothing prints it.
pub struct Webhook {
    url: String,
    host: String,
    loopback: bool,
}

/// Why an address is not used or a message did not arrive. No word of the address stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebhookError {
    /// It is no address of the web with a plain host.
    Address,
    /// It is not https, and its host is another machine.
    Scheme,
    /// Its host takes no messages of planc.
    Host,
    /// The message is larger than services take.
    TooLarge,
    /// The receiver wants to send it on to another address.
    Redirect(u16),
    /// The receiver refused it.
    Status(u16),
    /// No answer came in time.
    Timeout,
    /// The receiver could not be reached, or nobody proved to be it.
    Unreachable,
    /// This build has no network.
    NoNetwork,
}

impl fmt::Display for WebhookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WebhookError::Address => f.write_str("it is no address such as https://HOST/PATH"),
            WebhookError::Scheme => f.write_str("it is not https"),
            WebhookError::Host => f.write_str(
                "its host is none that messages go to; those are hooks.slack.com and discord.com, this machine, and what [notify] hosts names",
            ),
            WebhookError::TooLarge => f.write_str("the message is too large"),
            WebhookError::Redirect(status) => {
                write!(f, "the receiver redirects ({status}), which is not followed")
            }
            WebhookError::Status(429) => f.write_str("the receiver wants fewer messages (429); run again later"),
            WebhookError::Status(status) => write!(f, "the receiver refused it ({status})"),
            WebhookError::Timeout => f.write_str("no answer within ten seconds"),
            WebhookError::Unreachable => f.write_str("the receiver cannot be reached, or does not prove who it is"),
            WebhookError::NoNetwork => f.write_str("this planc was built without the feature `webhook`"),
        }
    }
}

impl std::error::Error for WebhookError {}

impl fmt::Debug for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Webhook(…)")
    }
}

impl Webhook {
    /// Takes an address over; `hosts` are allowed beside those of the known services and this machine.
    ///
    /// # Errors
    /// An address that is not https (this machine may be http), has a host that is not allowed, a port of its own on a
    /// known service, or anything else before the path.
    pub fn new(url: &str, hosts: &[String]) -> Result<Webhook, WebhookError> {
        if url.len() > LONGEST
            || !url.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\' && byte != b'#')
        {
            return Err(WebhookError::Address);
        }
        let (scheme, rest) = url.split_once("://").ok_or(WebhookError::Address)?;
        let secure = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            _ => return Err(WebhookError::Scheme),
        };
        let authority = rest.split(['/', '?']).next().unwrap_or_default();
        let (host, port) = host_and_port(authority).ok_or(WebhookError::Address)?;
        let loopback = is_loopback(&host);
        if !secure && !loopback {
            return Err(WebhookError::Scheme);
        }
        let known = SERVICES.iter().any(|(name, _)| *name == host) && matches!(port, None | Some(443));
        if !known && !loopback && !hosts.iter().any(|name| name.eq_ignore_ascii_case(&host)) {
            return Err(WebhookError::Host);
        }
        Ok(Webhook { url: url.to_owned(), host, loopback })
    }

    /// The service of its host, where it is known.
    pub fn service(&self) -> Option<Service> {
        SERVICES.iter().find(|(name, _)| *name == self.host).map(|(_, service)| *service)
    }

    /// Posts one message of JSON. Redirects are not followed, and what the receiver answers is not read.
    ///
    /// # Errors
    /// Everything but an answer between 200 and 299 within ten seconds.
    pub fn post(&self, body: &str) -> Result<(), WebhookError> {
        if body.len() > MOST {
            return Err(WebhookError::TooLarge);
        }
        match send(self, body)? {
            200..=299 => Ok(()),
            status @ 300..=399 => Err(WebhookError::Redirect(status)),
            status => Err(WebhookError::Status(status)),
        }
    }
}

/// The largest message in bytes.
const MOST: usize = 64 * 1024;

/// The status of the answer.
#[cfg(feature = "webhook")]
fn send(webhook: &Webhook, body: &str) -> Result<u16, WebhookError> {
    use std::time::Duration;
    let mut config = ureq::Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(10)))
        .timeout_connect(Some(Duration::from_secs(5)))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .max_response_header_size(16 * 1024)
        .user_agent(concat!("planc/", env!("CARGO_PKG_VERSION")));
    if webhook.loopback {
        config = config.proxy(None);
    }
    let agent = config.build().new_agent();
    let request = agent.post(&webhook.url).header("Content-Type", "application/json");
    // What the client says about an error may hold the address.
    match request.send(body) {
        Ok(response) => Ok(response.status().as_u16()),
        Err(ureq::Error::Timeout(_)) => Err(WebhookError::Timeout),
        Err(ureq::Error::BadUri(_)) => Err(WebhookError::Address),
        Err(_) => Err(WebhookError::Unreachable),
    }
}

#[cfg(not(feature = "webhook"))]
fn send(webhook: &Webhook, _: &str) -> Result<u16, WebhookError> {
    debug_assert!(!webhook.url.is_empty() || webhook.loopback);
    Err(WebhookError::NoNetwork)
}

/// A host in small letters and its port; nothing where more stands there, such as a user.
fn host_and_port(authority: &str) -> Option<(String, Option<u16>)> {
    let (host, port) = match authority.strip_prefix('[') {
        Some(inside) => {
            let (host, port) = inside.split_once(']')?;
            (format!("[{host}]"), if port.is_empty() { None } else { Some(port.strip_prefix(':')?) })
        }
        None => match authority.split_once(':') {
            Some((host, port)) => (host.to_ascii_lowercase(), Some(port)),
            None => (authority.to_ascii_lowercase(), None),
        },
    };
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let named = host.bytes().all(plain) && host.starts_with(|c: char| c.is_ascii_alphanumeric());
    let port = match port {
        None => None,
        Some(port) if port.bytes().all(|byte| byte.is_ascii_digit()) => Some(port.parse().ok()?),
        Some(_) => return None,
    };
    (host == "[::1]" || named).then_some((host, port))
}

fn is_loopback(host: &str) -> bool {
    let address = || host.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback());
    host == "localhost" || host == "[::1]" || address()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(url: &str) -> Option<WebhookError> {
        Webhook::new(url, &["chat.example.org".to_owned()]).err()
    }

    #[test]
    fn known_hosts_over_https_and_this_machine_are_taken() {
        for url in [
            "https://hooks.slack.com/services/T0/B0/x",
            "HTTPS://HOOKS.SLACK.COM/services/T0/B0/x",
            "https://discord.com:443/api/webhooks/1/x?wait=true",
            "https://chat.example.org:8443/hook",
            "http://127.0.0.1:8080/hook",
            "http://127.1.2.3/",
            "http://[::1]:80/hook",
            "http://localhost:9/hook",
        ] {
            assert_eq!(refused(url), None, "{url}");
        }
        let service = |url| Webhook::new(url, &[]).expect(url).service();
        assert_eq!(service("https://hooks.slack.com/x"), Some(Service::Slack));
        assert_eq!(service("https://discord.com/x"), Some(Service::Discord));
        assert_eq!(service("http://localhost/x"), None);
    }

    #[test]
    fn everything_else_is_refused() {
        use WebhookError::{Address, Host, Scheme};
        for (url, why) in [
            ("", Address),
            ("hooks.slack.com/x", Address),
            ("http://hooks.slack.com/x", Scheme),
            ("http://169.254.169.254/latest/meta-data", Scheme),
            ("https://169.254.169.254/latest/meta-data", Host),
            ("file:///etc/passwd", Scheme),
            ("gopher://hooks.slack.com/x", Scheme),
            ("https://hooks.slack.com.evil.example/x", Host),
            ("https://evil.example/hooks.slack.com", Host),
            ("https://hooks.slack.com:8443/x", Host),
            ("https://hooks.slack.com@evil.example/x", Address),
            ("https://hooks.slack.com\\@evil.example/x", Address),
            ("https://hooks.slack.com#@evil.example/x", Address),
            ("https://hooks.slack.com /x", Address),
            ("https://hooks.slack.com\n/x", Address),
            ("https://hooks.slack.com:99999/x", Address),
            ("https://hooks.slack.com:/x", Address),
            ("https://[::2]/x", Address),
            ("https:///x", Address),
            ("http://127.0.0.1.evil.example/x", Scheme),
            ("http://0x7f000001/x", Scheme),
            ("http://2130706433/x", Scheme),
            ("http://0.0.0.0/x", Scheme),
        ] {
            assert_eq!(refused(url), Some(why), "{url}");
        }
    }

    #[test]
    fn nothing_prints_the_address() {
        let webhook = Webhook::new("https://discord.com/api/webhooks/1/token", &[]).expect("an address");
        assert_eq!(format!("{webhook:?}"), "Webhook(…)");
    }
}
