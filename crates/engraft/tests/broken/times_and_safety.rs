//! study.toml: keys of times, and the section on safety.

use crate::support::{Folder, sound};

/// The sound study with texts of its study.toml replaced.
fn broken(changes: &[(&str, &str)]) -> Folder {
    changes.iter().fold(sound(), |folder, (old, new)| folder.replace("study.toml", old, new))
}

#[test]
fn keys_of_times_must_belong_to_the_time() {
    let variable = "variable = { change-in = \"ck\", at = \"m3\" }";
    let with = |text: &str| {
        let method = ("method = { name = \"paired-t\" }", "method = { name = \"kaplan-meier\" }");
        broken(&[(variable, text), ("summary = \"mean\"", "summary = \"event-free\""), method])
    };
    with("variable = { time-to-response = \"halved\", competing = [\"death\"], undetermined = \"censor-before\" }")
        .is_warned(&[]);
    with("variable = { duration-of = \"halved\", lost-by = [\"flare\"], undetermined = \"date-earliest\" }")
        .is_warned(&[]);
    with("variable = { time-to = \"flare\", from-response = \"halved\" }").is_warned(&[]);
    let refused = |text: &str, expected: &[&str]| with(text).is_refused(1, expected);
    refused("variable = { time-to-response = \"halvd\" }", &["P009 study.toml @\"halvd\""]);
    refused("variable = { duration-of = \"halved\", lost-by = [\"relaps\"] }", &["P009 study.toml @\"relaps\""]);
    refused("variable = { duration-of = \"halved\", lost_by = [\"flare\"] }", &["P003 study.toml @lost_by"]);
    refused("variable = { time-to = \"flare\", from-response = \"halvd\" }", &["P009 study.toml @\"halvd\""]);
    refused("variable = { time-to = \"flare\", lost-by = [\"rescue\"] }", &["P010 study.toml @\"rescue\"] }\nsummary"]);
    refused("variable = { duration-of = \"halved\", from-response = \"better\" }", &["P010 study.toml @\"better\" }"]);
    refused(
        "variable = { time-to = \"flare\", undetermined = \"date-earliest\" }",
        &["P010 study.toml @\"date-earliest\""],
    );
    refused(
        "variable = { time-to-response = \"halved\", undetermined = \"midpoint\" }",
        &["P006 study.toml @\"midpoint\""],
    );
    refused(
        "variable = { time-to-response = \"halved\", at = \"m3\" }",
        &["P010 study.toml @\"m3\" }\nsummary = \"event-free\""],
    );
    refused(
        "variable = { time-to = \"flare\", duration-of = \"halved\" }",
        &["P014 study.toml @variable = { time-to = \"flare\""],
    );
}

#[test]
fn a_response_judged_once_has_no_duration() {
    broken(&[
        (
            "rule = 'fall_percent(index) >= 50'",
            "rule = 'fall_percent(index) >= 50'\nsustained = { from = \"m1\", to = \"m3\" }",
        ),
        ("variable = { change-in = \"ck\", at = \"m3\" }", "variable = { duration-of = \"halved\" }"),
        ("summary = \"mean\"", "summary = \"event-free\""),
        ("method = { name = \"paired-t\" }", "method = { name = \"kaplan-meier\" }"),
    ])
    .is_refused(1, &["P016 study.toml @\"halved\" }\nsummary = \"event-free\""]);
}

#[test]
fn criteria_windows_and_units_of_safety_must_exist() {
    let with = |safety: &str| broken(&[("[entry.active]", &format!("[safety]\n{safety}\n[entry.active]"))]);
    with("grading = \"ctcae-v5\"").is_warned(&[]);
    with("grading = \"ctcae-5\"").is_refused(1, &["P009 study.toml @\"ctcae-5\""]);
    with("grade = \"ctcae-v5\"").is_refused(1, &["P003 study.toml @grade = \"ctcae"]);
    with("windows = [7, 1]").is_refused(1, &["P007 study.toml @[7, 1]"]);
    with("not-graded = [\"ck\", \"index\", \"ckk\"]")
        .is_refused(1, &["P017 study.toml @\"index\", \"ckk\"", "P009 study.toml @\"ckk\""]);
    let unit = "[measures.albumin]\nkind = \"lab\"\nunit = \"mg/dL\"\n";
    let folder = broken(&[("[entry.active]", &format!("{unit}[safety]\ngrading = \"ctcae-v5\"\n[entry.active]"))]);
    folder.is_refused(1, &["P021 study.toml @\"mg/dL\""]);
}
