use sha2::{Digest, Sha256};

use super::policy::base64;

/// Loads the page anew every two seconds, unless its reader is busy with it.
const SCRIPT: &str = "\"use strict\";
let used = 0;
for (const kind of [\"pointerdown\", \"keydown\", \"wheel\", \"scroll\"]) {
  addEventListener(kind, () => { used = Date.now(); }, { passive: true });
}
setInterval(() => {
  const at = document.activeElement;
  const busy = document.hidden || Date.now() - used < 10000 || String(getSelection()) !== \"\"
    || (at !== null && /^(INPUT|SELECT|TEXTAREA)$/.test(at.tagName)) || document.querySelector(\"dialog[open]\");
  if (!busy) location.reload();
}, 2000);
";

/// A page that loads itself anew, so that its reader sees the last state of its file: by script, without scripts by
/// the browser every ten seconds. No server and no request but for the file itself.
///
/// The script's hash is added to the page's content security policy; a page without one, as a user's template may be,
/// gets neither.
pub fn live(page: &str) -> String {
    let hash = format!("script-src &#39;sha256-{}&#39; ", base64(&Sha256::digest(SCRIPT)));
    let Some((head, rest)) = page.split_once("</head>") else { return page.to_owned() };
    if !head.contains("script-src ") {
        return page.to_owned();
    }
    let head = head.replacen("script-src ", &hash, 1);
    format!(
        "{head}<noscript><meta http-equiv=\"refresh\" content=\"10\"></noscript>\n<script>{SCRIPT}</script>\n</head>{rest}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::html::{index, policy};
    use crate::emit::sample::Sample;

    #[test]
    fn the_policy_allows_the_script_and_nothing_else() {
        let page = index(&Sample::new().material()).expect("a page");
        let before = String::from_utf8(page.bytes).expect("text");
        let after = live(&before);
        let allowed = policy::policy("", SCRIPT);
        let hash =
            allowed.split("script-src '").nth(1).and_then(|rest| rest.split('\'').next()).expect("a hash");
        assert_eq!(after.matches(hash).count(), 1);
        assert_eq!(after.matches("<script>").count(), before.matches("<script>").count() + 1);
        let csp = after.find("Content-Security-Policy").expect("a policy");
        assert!(csp < after.find("http-equiv=\"refresh\"").expect("a refresh"));
        assert_eq!(live("<html>no policy</head></html>"), "<html>no policy</head></html>");
    }
}
