//! Whole pages, as a reader of the file would check them.

use std::collections::{BTreeMap, BTreeSet};

use super::policy::policy;
use super::sample::Sample;
use super::{index, prompt_pages, prompts};
use crate::emit::Engine;

fn pages(sample: &Sample) -> [String; 2] {
    [index(&sample.material()), prompts(&sample.material())]
        .map(|page| String::from_utf8(page.expect("a page").bytes).expect("UTF-8"))
}

fn between<'p>(page: &'p str, from: &str, to: &str) -> &'p str {
    page.split_once(from).and_then(|(_, rest)| rest.split_once(to)).map_or("", |(found, _)| found)
}

/// Start tags with their attributes, outside of style and scripts; quotes are honoured.
fn tags(page: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some((_, behind)) = rest.split_once('<') {
        let mut quoted = false;
        let end = behind.find(|c| {
            quoted ^= c == '"';
            c == '>' && !quoted
        });
        let Some(end) = end else { break };
        let tag = &behind[..end];
        rest = &behind[end + 1..];
        if !tag.starts_with(['/', '!']) {
            found.push(tag);
        }
        for raw in ["style", "script"] {
            if tag.split(' ').next() == Some(raw) {
                rest = rest.split_once(&format!("</{raw}>")).map_or("", |(_, behind)| behind);
            }
        }
    }
    found
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    tag.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split_once('"')).map(|(value, _)| value)
}

/// Names of a tag's attributes.
fn names(tag: &str) -> impl Iterator<Item = &str> {
    let outside = tag.split('"').step_by(2).flat_map(|part| part.split(['=', ' ', '/']));
    outside.skip(1).filter(|name| !name.is_empty())
}

#[test]
fn the_policy_holds_for_the_style_and_script_of_each_page() {
    for page in pages(&Sample::ferry()) {
        let head = between(&page, "<head>\n", "\n");
        let expected = policy(between(&page, "<style>", "</style>"), between(&page, "<script>", "</script>"));
        assert!(head.starts_with("<meta http-equiv=\"Content-Security-Policy\""), "{head}");
        assert_eq!(attribute(&head[1..], "content"), Some(expected.replace('\'', "&#39;").as_str()));
        let tags = tags(&page);
        assert!(tags.iter().all(|tag| names(tag).all(|name| name != "style" && !name.starts_with("on"))));
        assert_eq!(tags.iter().filter(|tag| **tag == "script").count(), 1);
        assert_eq!(tags.iter().filter(|tag| **tag == "h1").count(), 1);
    }
}

#[test]
fn hostile_words_change_no_tag() {
    let plain = Sample::hostile("words");
    let words = [
        "<img src=x onerror=alert(1)>",
        "\" autofocus x=\"",
        "</script><script>",
        "`'--><svg/onload=x>",
        "]]>",
    ];
    for hostile in words {
        let elements = |sample: &Sample| {
            pages(sample).map(|page| {
                tags(&page)
                    .iter()
                    .map(|tag| tag.split(' ').next().unwrap_or("").to_owned())
                    .collect::<Vec<_>>()
            })
        };
        // Long words may leave less room for labels, never more elements of another kind.
        let kinds = |lists: [Vec<String>; 2]| lists.map(BTreeSet::from_iter);
        assert_eq!(kinds(elements(&Sample::hostile(hostile))), kinds(elements(&plain)), "{hostile}");
    }
    for page in pages(&Sample::hostile("a\u{202E}b\u{200B}\u{1B}[0m")) {
        assert!(!page.contains(['\u{202E}', '\u{200B}', '\u{1B}']));
        assert!(page.contains("a\\u{202e}b\\u{200b}\\u{1b}[0m"));
    }
}

#[test]
fn pictures_hold_allowed_elements_and_attributes_only() {
    let elements = ["svg", "a", "g", "rect", "text", "path", "circle"];
    let attributes = "aria-label class cx cy d data-e height href r role transform viewBox width x y";
    for sample in [Sample::ferry(), Sample::hostile("\"><foreignObject onload=x>"), Sample::ropes(60)] {
        let [page, _] = pages(&sample);
        let pictures: Vec<&str> =
            page.split("<svg").skip(1).map(|p| p.split("</svg>").next().unwrap_or("")).collect();
        assert!((3..=5).contains(&pictures.len()), "{}", pictures.len());
        for picture in pictures {
            let picture = format!("<svg{picture}");
            for tag in tags(&picture) {
                assert!(elements.contains(&tag.split(' ').next().unwrap_or("")), "{tag}");
                for name in names(tag) {
                    assert!(attributes.split(' ').any(|known| known == name), "{name} in {tag}");
                }
                let link = attribute(tag, "href");
                assert!(link.is_none_or(|link| link.starts_with('#')), "{tag}");
            }
        }
    }
}

#[test]
fn every_link_has_its_target_and_every_id_is_unique() {
    for sample in [Sample::ferry(), Sample::hostile("\" id=\"x"), Sample::ropes(160), Sample::ropes(1200)] {
        for page in pages(&sample) {
            let tags = tags(&page);
            let ids: Vec<&str> = tags.iter().filter_map(|tag| attribute(tag, "id")).collect();
            let unique: BTreeSet<&str> = ids.iter().copied().collect();
            assert_eq!(unique.len(), ids.len());
            for link in tags.iter().filter_map(|tag| attribute(tag, "href")).filter(|l| l.starts_with('#')) {
                assert!(unique.contains(&link[1..]), "{link}");
            }
        }
    }
}

#[test]
fn every_mark_begins_its_label_with_its_words() {
    let [page, _] = pages(&Sample::ropes(60));
    let labelled = |mark: &&str| mark.split('>').next().is_some_and(|tag| tag.contains("aria-label=\""));
    let marks = page.split("<a ").skip(1).filter(labelled);
    let mut count = 0;
    for mark in marks {
        let label = attribute(mark, "aria-label").or_else(|| between(mark, "aria-label=\"", "\"").into());
        let inside = mark.split("</a>").next().unwrap_or("");
        let words: Vec<&str> =
            inside.split("<text").skip(1).map(|text| between(text, ">", "</text>")).collect();
        assert!(label.is_some_and(|label| label.starts_with(&words.join(" "))), "{inside}");
        count += 1;
    }
    assert!(count >= 60);
}

#[test]
fn prompts_come_back_from_the_page_as_they_are() {
    let sample = Sample::ferry();
    let [_, page] = pages(&sample);
    let json = between(&page, "id=\"prompts\">", "</script>");
    let found: std::collections::BTreeMap<String, String> = serde_json::from_str(json).expect("JSON");
    assert_eq!(found.len(), 2);
    assert!(found["F1-1.1.1"].starts_with("\n\tWrite it.\r\n</script></pre> & `x`\n"));
    assert!(page.contains("<pre tabindex=\"0\">\n\n\tWrite it.\n&lt;/script&gt;"));
    assert!(page.contains("no prompt"));
}

#[test]
fn pages_are_the_same_twice_and_of_bounded_size() {
    for (subtasks, limit) in [(31, 60_000), (300, 500_000), (3_000, 1_500_000)] {
        let once = pages(&Sample::ropes(subtasks));
        assert_eq!(once, pages(&Sample::ropes(subtasks)));
        assert!(once[0].len() <= limit, "{subtasks}: {}", once[0].len());
        assert!(!once[0].contains(env!("CARGO_MANIFEST_DIR")) && !once[0].contains("file://"));
    }
}

#[test]
fn a_plan_that_cannot_run_still_has_its_pages() {
    let circle = "# Feature 1: Ferry\n\n## PHASE 1\n\nWindow 1: SUBTASK 1.1.1 - A (needs 1.1.2)\nWindow 2: SUBTASK 1.1.2 - B (needs 1.1.1)\n";
    let [index, prompts] = pages(&Sample::read(&[("a.md", circle)]));
    assert!(index.contains("nothing can be scheduled") && index.contains("id=\"t-F1-1.1.2\""));
    assert!(prompts.contains("not scheduled"));
    for page in pages(&Sample::read(&[("empty.md", "# Nothing\n")])) {
        assert!(page.contains("</html>"));
    }
}

#[test]
fn many_prompts_are_split_by_feature() {
    let mut text = String::new();
    for feature in ["1", "2", "3"] {
        let id = format!("{feature}.1.1");
        for part in
            ["# Feature ", feature, ": Ropes\n\n## SUBTASK ", &id, ": Rope\n\n**Agent Prompt:**\n```\n"]
        {
            text += part;
        }
        text += &"knots and bends\n".repeat(60_000);
        text += "```\n\n";
    }
    let sample = Sample::read(&[("ropes.md", &text)]);
    let engine = Engine::new(&BTreeMap::new()).expect("templates");
    let pages = prompt_pages(&engine, &sample.material()).expect("pages");
    let paths: Vec<&str> = pages.iter().map(|page| page.path.as_str()).collect();
    assert_eq!(paths, ["prompts.html", "prompts-F1.html", "prompts-F2.html", "prompts-F3.html"]);
    assert!(pages[0].bytes.len() < 20_000 && pages.iter().all(|page| page.bytes.len() < 5_000_000));
    let index = String::from_utf8_lossy(&pages[0].bytes);
    assert!(paths[1..].iter().all(|path| index.contains(&format!("href=\"{path}\""))));
    assert_eq!(prompt_pages(&engine, &Sample::ferry().material()).expect("pages").len(), 1);
}
