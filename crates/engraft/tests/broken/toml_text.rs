//! study.toml as a text: what is not TOML, not text, or not a file.

use std::fs;

use crate::support::{engraft, sound};

const STUDY: &str = "study.toml";

#[test]
fn several_faults_of_syntax_are_told_at_once() {
    sound()
        .replace(STUDY, "title = \"A small sound study\"", "title = = \"A small sound study\"")
        .replace(STUDY, "dose-unit = \"cells\"", "dose-unit = \"cells")
        .replace(STUDY, "range = [0, 64]", "range = [0 64]")
        .replace(STUDY, "ends-follow-up = true", "ends-follow-up = yes")
        .is_refused_with(&["P002 study.toml:5", "P002 study.toml:13", "P002 study.toml:49", "P002 study.toml:82"]);
}

#[test]
fn a_bracket_left_open_is_told_first_and_not_hundreds_of_times() {
    let folder = sound().replace(STUDY, "infusions = [0]", "infusions = [0");
    folder.is_refused_with(&["P002 study.toml:18:1"]);
    assert!(folder.findings().1.len() <= 10);
    assert!(folder.run("check", &[]).stdout.contains("is a bracket or a quote left open above?"));
}

#[test]
fn a_key_given_twice_is_told_at_the_second() {
    sound()
        .replace(STUDY, "[arms.single]\ninfusions = [0]", "[arms.single]\ninfusions = [0]\ninfusions = [1]")
        .is_refused(1, &["P002 study.toml @infusions = [1]"]);
}

#[test]
fn a_section_given_twice_is_told() {
    sound().replace(STUDY, "[visits.m3]", "[visits.m1]").is_refused_with(&["P002 study.toml:32"]);
}

#[test]
fn an_empty_study_file_is_unreadable() {
    for text in ["", " \n\t\n", "\u{feff}"] {
        sound().write(STUDY, text).is_refused(3, &["P001 study.toml"]);
    }
}

#[test]
fn a_study_file_of_comments_lacks_everything() {
    sound().write(STUDY, "# nothing yet\n").is_refused(1, &["P004 study.toml:1:1"]);
}

#[test]
fn a_binary_study_file_is_not_taken_for_text() {
    let bytes: Vec<u8> = (0..4096_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    sound().write(STUDY, bytes).is_refused(3, &["P001 study.toml"]);
    let (code, found) = sound().write(STUDY, [0_u8; 64]).findings();
    assert_eq!((code, found.is_empty()), (1, false), "zero bytes are UTF-8, but not TOML");
}

#[test]
fn a_study_file_in_utf_16_is_refused() {
    let text = include_str!("../support/sound/study.toml");
    for swap in [false, true] {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        let bytes: Vec<u8> = units.flat_map(|u| if swap { u.to_be_bytes() } else { u.to_le_bytes() }).collect();
        sound().write(STUDY, bytes).is_refused(3, &["P001 study.toml"]);
    }
}

#[test]
fn a_study_file_in_latin_1_is_refused() {
    sound().append(STUDY, b"# Universit\xe4t\n").is_refused(3, &["P001 study.toml"]);
}

#[test]
fn a_study_file_of_five_megabytes_is_refused_at_once() {
    sound().append(STUDY, "# filler\n".repeat(5 * 1024 * 1024 / 9)).is_refused(3, &["P001 study.toml"]);
}

#[test]
fn brackets_ten_thousand_deep_do_not_overflow_the_stack() {
    for (open, close) in [("[", "]"), ("{a=", "}"), ("[{a=", "}]")] {
        let nested = format!("deep = {}1{}\n", open.repeat(10_000), close.repeat(10_000));
        let (code, found) = sound().replace(STUDY, "[study]\n", &format!("{nested}\n[study]\n")).findings();
        assert_eq!(code, 1);
        assert!(found.iter().any(|f| f.starts_with("P002 study.toml:3:")), "{found:?}");
    }
    let (code, _) = sound().append(STUDY, format!("x = {}", "[".repeat(10_000))).findings();
    assert_eq!(code, 1);
}

#[test]
fn keys_ten_thousand_deep_do_not_overflow_the_stack() {
    let path = vec!["a"; 10_000].join(".");
    for text in [format!("{path} = 1\n"), format!("[{path}]\nb = 1\n"), format!("[[{path}]]\nb = 1\n")] {
        let (code, found) = sound().append(STUDY, &text).findings();
        assert_eq!(code, 1, "{found:?}");
        assert!(!found.is_empty());
    }
}

#[test]
fn a_rule_with_ten_thousand_brackets_is_refused() {
    let deep = |n: usize| format!("{}index >= 1{}", "(".repeat(n), ")".repeat(n));
    for (n, column) in [(1_900, 9 + 64), (10_000, 9 + 4_000)] {
        let folder = sound().replace(STUDY, "rule = 'index >= 10'", &format!("rule = '{}'", deep(n)));
        folder.is_refused(1, &[&format!("P011 study.toml:92:{column}")]);
    }
}

#[test]
fn what_would_steer_a_terminal_is_never_printed() {
    let red = "\u{1b}[31m\u{9b}0m\u{202e}";
    let folder = sound().replace(STUDY, "title = \"A small", &format!("titel = \"{red} A small"));
    let (code, found) = folder.findings();
    assert_eq!(code, 1, "{found:?}");
    // the same in an escape, which TOML allows, and in a key
    sound()
        .replace(STUDY, "[measures.index]", "[measures.\"in\\u001b[31mdex\\nx\"]")
        .replace(STUDY, "kind = \"category\"\nvalues = [\"PM\", \"DM\"]", "kind = \"cate\\u001b[31m\\u202e\\ngory\"")
        .is_refused_with(&["P006 study.toml:39", "P008 study.toml:45"]);
}

#[test]
fn a_folder_called_study_toml_is_unreadable() {
    let folder = sound().remove(STUDY).with(|f| fs::create_dir(f.path(STUDY)).unwrap());
    folder.is_unreadable("study.toml cannot be read");
}

#[cfg(unix)]
#[test]
fn links_that_lead_to_themselves_are_unreadable() {
    use std::os::unix::fs::symlink;
    let folder = sound().remove(STUDY).with(|f| symlink(f.path(STUDY), f.path(STUDY)).unwrap());
    folder.is_unreadable("study.toml cannot be read");
    let folder = sound().with(|f| {
        fs::remove_dir_all(f.path("data")).unwrap();
        symlink(f.path("data"), f.path("data")).unwrap();
    });
    folder.is_unreadable("data cannot be read");
    let folder = sound().with(|f| symlink(f.path(""), f.path("data/again")).unwrap());
    folder.is_warned(&[]);
}

#[test]
fn a_missing_folder_and_a_folder_without_study_are_unreadable() {
    sound().remove(STUDY).is_unreadable("holds no study.toml");
    let answer = engraft(&["check", "no/such/folder"]);
    assert_eq!((answer.code, answer.stdout.as_str()), (3, ""));
    assert!(answer.stderr.contains("there is no folder no/such/folder"), "{}", answer.stderr);
}

#[test]
fn a_file_called_data_is_unreadable() {
    let folder = sound().with(|f| fs::remove_dir_all(f.path("data")).unwrap()).write("data", "subject\n");
    folder.is_unreadable("data cannot be read");
}
