//! study.toml as a protocol: keys, types, names, rules, and choices that do not fit.

use crate::support::{Folder, sound};

const STUDY: &str = "study.toml";

/// The sound study with texts of its study.toml replaced.
fn broken(changes: &[(&str, &str)]) -> Folder {
    changes.iter().fold(sound(), |folder, (old, new)| folder.replace(STUDY, old, new))
}

#[test]
fn wrong_types_are_told_all_at_once() {
    broken(&[
        ("title = \"A small sound study\"", "title = 7"),
        ("planned-subjects = 6", "planned-subjects = \"six\""),
        ("infusions = [0]", "infusions = 0"),
        ("window = [-14, 0]", "window = [-14, 0, 7]"),
        ("range = [18, 90]", "range = [18, \"old\"]"),
        ("requires = [{ measure = \"index\", visit = \"m3\" }]", "requires = \"index\""),
    ])
    .is_refused(
        1,
        &[
            "P005 study.toml @7\ndisease",
            "P005 study.toml @\"six\"",
            "P005 study.toml @0\n\n[arms.double]",
            "P007 study.toml @[-14, 0, 7]",
            "P005 study.toml @\"old\"",
            "P005 study.toml @\"index\"\n\n[[estimands]]",
        ],
    );
}

#[test]
fn unknown_keys_get_the_nearest_name() {
    let folder = broken(&[
        ("planned-subjects = 6", "planed-subjects = 6"),
        ("[product]", "[prodcut]"),
        ("ends-follow-up = true", "ends-followup = true"),
    ]);
    folder.is_refused(
        1,
        &["P003 study.toml @planed-subjects", "P003 study.toml @prodcut", "P003 study.toml @ends-followup"],
    );
    let said = folder.run("check", &[]).stdout;
    for name in ["planned-subjects", "product", "ends-follow-up"] {
        assert!(said.contains(&format!("did you mean `{name}`?")), "{said}");
    }
}

#[test]
fn missing_keys_are_told_at_their_section() {
    broken(&[
        ("disease = \"inflammatory myopathy\"\n", ""),
        ("[visits.m1]\nday = 30\n", "[visits.m1]\n"),
        ("[measures.index]\nkind = \"value\"\n", "[measures.index]\n"),
        ("summary = \"mean\"\n", ""),
        ("rule = 'index >= 10'\n", ""),
    ])
    .is_refused(
        1,
        &[
            "P004 study.toml @[study]",
            "P004 study.toml @[visits.m1]",
            "P004 study.toml @[measures.index]",
            "P004 study.toml @[entry.active]",
            "P004 study.toml @[[estimands]]\nid = \"ck-change\"",
        ],
    );
}

#[test]
fn words_that_are_not_allowed_get_the_nearest_one() {
    let folder = broken(&[
        ("data = \"simulated\"", "data = \"simulation\""),
        ("summary = \"mean\"", "summary = \"means\""),
        ("rescue = \"treatment-policy\"", "rescue = \"treatment policy\""),
        ("name = \"paired-t\"", "name = \"t-test\""),
    ]);
    folder.is_refused(
        1,
        &[
            "P006 study.toml @\"simulation\"",
            "P006 study.toml @\"means\"",
            "P006 study.toml @\"treatment policy\"",
            "P006 study.toml @\"t-test\"",
        ],
    );
    assert!(folder.run("check", &[]).stdout.contains("did you mean `treatment-policy`?"));
}

#[test]
fn numbers_outside_their_limits_are_told() {
    broken(&[
        ("planned-subjects = 6", "planned-subjects = 0\nlevel = 95"),
        ("[visits.m3]\nday = 90", "[visits.m3]\nday = 99999"),
        ("infusion-tolerance = 2", "infusion-tolerance = -1"),
        ("infusions = [0, 7]", "infusions = [7, 0]"),
        ("range = [0, 64]", "range = [64, 0]"),
    ])
    .is_refused(
        1,
        &[
            "P007 study.toml @0\nlevel",
            "P007 study.toml @95",
            "P007 study.toml @99999",
            "P007 study.toml @-1\n",
            "P007 study.toml @[7, 0]",
            "P007 study.toml @[64, 0]",
        ],
    );
}

#[test]
fn numbers_wider_than_the_machine_holds_have_a_place_too() {
    broken(&[
        ("window = [-14, 0]", "window = [-3000000000, 0]"),
        ("infusions = [0]", "infusions = [0, 9999999999]"),
        ("dose-per-kg = 1e6", "dose-per-kg = 1e400"),
        ("planned-subjects = 6", "planned-subjects = 99999999999999999999"),
        ("range = [18, 90]", "range = [nan, inf]"),
    ])
    .is_refused(
        1,
        &[
            "P007 study.toml @-3000000000",
            "P007 study.toml @9999999999]",
            "P002 study.toml @1e400",
            "P002 study.toml @99999999999999999999",
            "P007 study.toml @99999999999999999999",
            "P002 study.toml @nan",
            "P002 study.toml @inf]",
        ],
    );
}

#[test]
fn names_that_are_no_identifiers_get_one_that_is() {
    let folder = broken(&[
        ("id = \"sound\"", "id = \"Sound Study\""),
        ("[arms.single]", "[arms.Single]"),
        ("[entry.active]", "[entry.\"very active\"]"),
        ("id = \"ck-change\"", "id = \"CK change\""),
    ]);
    folder.is_refused(
        1,
        &[
            "P008 study.toml @\"Sound Study\"",
            "P008 study.toml @Single",
            "P008 study.toml @\"very active\"",
            "P008 study.toml @\"CK change\"",
        ],
    );
    assert!(folder.run("check", &[]).stdout.contains("`sound-study` would do"));
}

#[test]
fn names_that_refer_to_nothing_are_told_wherever_they_stand() {
    broken(&[
        ("instrument = \"mini-score\"", "instrument = \"mini-skore\""),
        ("visits = [\"m3\"]\n\n[measures.verdict]", "visits = [\"m33\"]\n\n[measures.verdict]"),
        ("unit = \"ukat/L\"", "unit = \"ukat/L\"\nanalyte = \"ckk\""),
        ("recorded = { measure = \"verdict\"", "recorded = { measure = \"verdikt\""),
        ("where = { status = [\"died\"] }", "where = { staus = [\"died\"] }"),
        ("requires = [{ measure = \"index\", visit = \"m3\" }]", "requires = [{ measure = \"indx\", visit = \"m4\" }]"),
        ("population = \"followed\"", "population = \"folowed\""),
        ("variable = { change-in = \"index\", at = \"m3\" }", "variable = { change-in = \"idex\", at = \"m2\" }"),
        ("variable = { response = \"halved\"", "variable = { response = \"halve\""),
        ("intercurrent = { death = \"composite\" }", "intercurrent = { deth = \"composite\" }"),
    ])
    .is_refused(
        1,
        &[
            "P009 study.toml @\"mini-skore\"",
            "P009 study.toml @\"m33\"",
            "P009 study.toml @\"ckk\"",
            "P009 study.toml @\"verdikt\"",
            "P009 study.toml @staus",
            "P009 study.toml @\"indx\"",
            "P009 study.toml @\"m4\"",
            "P009 study.toml @\"folowed\"",
            "P009 study.toml @\"idex\"",
            "P009 study.toml @\"m2\"",
            "P009 study.toml @\"halve\"",
            "P009 study.toml @\"composite\"",
        ],
    );
}

#[test]
fn arms_definitions_and_units_that_do_not_exist_are_told() {
    broken(&[
        (
            "summary = \"mean\"\nmethod = { name = \"paired-t\" }",
            "summary = \"difference-in-means\"\ncompare = [\"double\", \"singel\"]\nmethod = { name = \"welch-t\" }",
        ),
        ("rule = 'fall_percent(index) >= 50'", "definition = \"easi-fifty\""),
    ])
    .is_refused(1, &["P009 study.toml @\"singel\"", "P009 study.toml @\"easi-fifty\""]);
}

#[test]
fn a_baseline_visit_and_a_declared_gap_must_exist() {
    sound()
        .append(
            STUDY,
            "\n[baseline]\nrule = \"visit\"\nvisit = \"screening\"\n\n[[unknown]]\nwhat = \"x\"\nmeasure = \"sledai\"\nvisit = \"m9\"\n\n[[unknown]]\nwhat = \"y\"\ntable = \"lab\"\n\n[tables.labs]\ncolumns = { tset = \"Test\" }\n",
        )
        .is_refused(
            1,
            &[
                "P009 study.toml @\"screening\"",
                "P009 study.toml @\"sledai\"",
                "P009 study.toml @\"m9\"",
                "P009 study.toml:132:9",
                "P009 study.toml @tset",
            ],
        );
    sound().append(STUDY, "\n[baseline]\nrule = \"visit\"\n").is_refused(1, &["P004 study.toml @\"visit\"\n"]);
}

#[test]
fn keys_of_another_kind_of_measure_are_told() {
    broken(&[
        ("direction = \"lower-is-better\"", "direction = \"lower-is-better\"\nanalyte = \"ck\"\nseparator = \"|\""),
        ("kind = \"lab\"\nunit = \"ukat/L\"", "kind = \"lab\""),
        ("values = [\"Improved\", \"Unchanged\", \"Worse\"]\n", ""),
        ("instrument = \"mini-score\"\n", ""),
    ])
    .is_refused(
        1,
        &[
            "P010 study.toml @analyte",
            "P010 study.toml @separator",
            "P004 study.toml @ck]",
            "P004 study.toml @verdict]",
            "P004 study.toml @mini]",
        ],
    );
}

#[test]
fn event_rules_that_go_in_a_circle_are_told_once() {
    broken(&[(
        "rule = 'rise_percent(ck) >= 30'",
        "rule = 'happened(\"again\")'\n\n[events.again]\nrule = 'index > 3 && happened(\"more\")'\n\n[events.more]\nrule = 'happened(\"flare\")'\n\n[events.alone]\nrule = 'happened(\"alone\")'",
    )])
    .is_refused(1, &["P019 study.toml @'happened(\"again\")'", "P019 study.toml @'happened(\"alone\")'"]);
}

#[test]
fn a_web_of_a_hundred_events_is_looked_at_once_each() {
    let mut text = String::from("\n");
    for i in 0..100 {
        let next = |by: usize| format!("happened(\"e{}\")", (i + by).min(100));
        text.push_str(&format!("[events.e{i}]\nrule = '{} || {}'\n", next(1), next(2)));
    }
    text.push_str("[events.e100]\nrule = 'index > 3'\n");
    sound().append(STUDY, text).is_warned(&[]);
}

#[test]
fn an_estimand_given_twice_is_told_at_the_second() {
    broken(&[("id = \"halved-rate\"", "id = 'index-change'"), ("id = \"ck-change\"", "id = 'index-change' # third")])
        .is_refused(1, &["P012 study.toml @'index-change'\npop", "P012 study.toml @'index-change' # third"]);
}

#[test]
fn sets_and_instruments_that_are_built_in_cannot_be_given_again() {
    sound()
        .append(STUDY, "\n[sets.all-treated]\nfrom = \"all-treated\"\n")
        .write(
            "instruments/another.toml",
            include_str!("../support/sound/instruments/mini-score.toml").replace("\"mini-score\"", "\"sledai-2k\""),
        )
        .is_refused(1, &["P012 instruments/another.toml", "P012 study.toml @all-treated]"]);
}

#[test]
fn windows_that_overlap_are_told_each() {
    broken(&[("window = [-7, 7]", "window = [-30, 7]"), ("window = [-14, 14]", "window = [-90, 14]")])
        .is_refused(1, &["P013 study.toml @[-30, 7]", "P013 study.toml @[-90, 14]", "P013 study.toml @[-90, 14]"]);
    broken(&[("window = [-7, 7]", "window = [3, 7]"), ("window = [-14, 14]", "window = [14, -14]")])
        .is_refused(1, &["P013 study.toml @[3, 7]", "P013 study.toml @[14, -14]"]);
}

#[test]
fn a_wide_window_is_held_against_all_that_it_reaches() {
    broken(&[("window = [-14, 0]", "window = [-14, 200]")])
        .is_refused(1, &["P013 study.toml @[-7, 7]", "P013 study.toml @[-14, 14]"]);
}

#[test]
fn twenty_thousand_windows_that_all_overlap_do_not_fill_the_memory() {
    let visits: String =
        (0..20_000).map(|i| format!("[visits.x{i}]\nday = {}\nwindow = [0, 9]\n", i % 9 + 200)).collect();
    let (code, found) = sound().append(STUDY, visits).findings();
    assert_eq!((code, found.len()), (1, 100));
}

#[test]
fn names_of_files_never_lead_out_of_the_folder() {
    let folder = broken(&[("table = \"clinic\"\nrange", "table = \"../../../etc/passwd\"\nrange")])
        .append(STUDY, "\n[tables.events]\nfile = \"../../../../etc/passwd\"\n[tables.labs]\nfile = \"/etc/passwd\"\n");
    folder.is_refused_with(&[
        "D010 study.toml @\"../../../etc",
        "D010 study.toml @\"../../../../etc",
        "D010 study.toml @\"/etc",
    ]);
}

#[test]
fn line_ends_of_windows_are_no_fault_and_keep_the_lines() {
    let crlf = |text: &str| text.replace('\n', "\r\n");
    let text = include_str!("../support/sound/study.toml");
    sound().write(STUDY, crlf(text)).is_warned(&[]);
    let wrong = text.replace("instrument = \"mini-score\"", "instrument = \"mini-skore\"");
    sound().write(STUDY, crlf(&wrong)).is_refused(1, &["P009 study.toml:44:14"]);
}

#[test]
fn rules_that_cannot_be_read_are_told_at_the_character() {
    broken(&[
        ("rule = 'fall_percent(index) >= 50'", "rule = 'percent_change(index) <= -50'"),
        ("rule = 'rise_percent(ck) >= 30'", "rule = 'rise_percent(ck) >= '"),
        ("rule = 'index >= 10'", "rule = 'index and 10'"),
        ("rule = 'verdict == \"Improved\"'", "rule = 'sqrt(index) > 2 && indx > 3'"),
    ])
    .is_refused(
        1,
        &[
            "P011 study.toml @percent_change",
            "P011 study.toml @'\n\n[entry.active]",
            "P011 study.toml @and 10'",
            "P011 study.toml @sqrt",
        ],
    );
}

#[test]
fn a_rule_over_several_lines_is_told_at_its_start() {
    for quotes in ["'''", "\"\"\""] {
        let rule = format!("rule = {quotes}\nindex >= 10 &&\nindex >>= 12{quotes}");
        broken(&[("rule = 'index >= 10'", &rule)]).is_refused(1, &[&format!("P011 study.toml @{quotes}\nindex >= 10")]);
    }
}

#[test]
fn measures_of_the_wrong_kind_for_their_use_are_told() {
    broken(&[
        ("rule = 'fall_percent(index) >= 50'", "rule = 'fall_percent(verdict) >= 50'"),
        ("rule = 'verdict == \"Improved\"'", "rule = 'index == \"Improved\"'"),
        ("rule = 'hits(improved, [\"CK\", \"MMT\"]) >= 1'", "rule = 'hits(ck, [\"CK\", \"MMT\"]) >= 1'"),
        ("recorded = { measure = \"verdict\"", "recorded = { measure = \"index\""),
        ("variable = { change-in = \"ck\"", "variable = { change-in = \"verdict\""),
    ])
    .is_refused(
        1,
        &[
            "P017 study.toml @'fall_percent(verdict)",
            "P017 study.toml @'index == ",
            "P017 study.toml @'hits(ck",
            "P017 study.toml @\"index\", met",
            "P017 study.toml @\"verdict\", at",
        ],
    );
}

#[test]
fn methods_strategies_and_variables_that_do_not_fit_are_told() {
    broken(&[
        ("summary = \"pseudo-median\"", "summary = \"mean\""),
        ("intercurrent = { rescue = \"treatment-policy\" }", "intercurrent = { rescue = \"composite\" }"),
        ("method = { name = \"clopper-pearson\" }", "method = { name = \"clopper-pearson\", zeros = \"pratt\" }"),
        ("intercurrent = { death = \"composite\" }", "intercurrent = { death = \"hypothetical\" }"),
        (
            "variable = { change-in = \"ck\", at = \"m3\" }",
            "variable = { change-in = \"ck\", response = \"halved\", at = \"m3\" }",
        ),
        ("method = { name = \"paired-t\" }", "method = { name = \"welch-t\" }"),
    ])
    .is_refused(
        1,
        &[
            "P015 study.toml @method = { name = \"signed-rank\"",
            "P016 study.toml @\"composite\" }",
            "P015 study.toml @method = { name = \"clopper-pearson\"",
            "P016 study.toml @\"hypothetical\"",
            "P014 study.toml @variable = { change-in = \"ck\", resp",
            "P015 study.toml @method = { name = \"welch-t\"",
            "P015 study.toml @method = { name = \"welch-t\"",
        ],
    );
}

#[test]
fn responses_and_events_without_a_definition_are_told() {
    broken(&[
        ("rule = 'fall_percent(index) >= 50'\n", "label = \"Halved\"\n"),
        ("rule = 'rise_percent(ck) >= 30'", "table = \"events\"\nrule = 'rise_percent(ck) >= 30'"),
        ("rule = 'verdict == \"Improved\"'", "definition = \"easi-50\""),
    ])
    .is_refused(1, &["P020 study.toml @halved]", "P020 study.toml @flare]", "P018 study.toml @\"easi-50\""]);
}

#[test]
fn a_fault_in_one_section_does_not_hide_those_of_others() {
    broken(&[
        ("[study]\nid = \"sound\"", "[studdy]\nid = \"sound\""),
        ("instrument = \"mini-score\"", "instrument = \"mini-skore\""),
    ])
    .is_refused(1, &["P003 study.toml @studdy", "P004 study.toml:1:1", "P009 study.toml @\"mini-skore\""]);
}

#[test]
fn names_of_a_megabyte_stay_short_in_what_is_said() {
    let long = "x".repeat(1_000_000);
    let folder = broken(&[("instrument = \"mini-score\"", &format!("instrument = \"{long}\""))]);
    folder.is_refused(1, &["P009 study.toml @\"xxx"]);
    assert!(folder.run("check", &[]).stdout.len() < 20_000);
}

#[test]
fn faults_of_an_instrument_file_are_told_in_that_file() {
    let file = "instruments/mini-score.toml";
    sound()
        .replace(file, "range = [0, 7]", "range = [0, 9]")
        .replace(file, "kind = \"present\", weight = 2", "kind = \"presnt\", weight = 2")
        .replace(file, "rights = \"None.\"\n", "")
        .replace(file, "version = \"1\"", "verion = \"1\"")
        .is_refused_with(&["P009 study.toml"]);
}

#[test]
fn an_instrument_file_that_is_not_toml_or_not_text_is_told() {
    let (code, found) = sound().write("instruments/mini-score.toml", "id = = 3\n[[").findings();
    assert_eq!(code, 1);
    assert!(found.iter().any(|f| f.contains("instruments/mini-score.toml:1:")), "{found:?}");
    sound()
        .write("instruments/mini-score.toml", b"id = \"\xff\"")
        .is_unreadable("instruments/mini-score.toml is not UTF-8");
}
