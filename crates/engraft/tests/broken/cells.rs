//! Cells and rows: what cannot be read, what cannot be, and what is probably a mistake.

use crate::support::{Folder, rests_on, sound};

const SUBJECTS: &str = "data/subjects.csv";
const CLINIC: &str = "data/clinic.csv";
const MINI: &str = "data/mini.csv";
const LABS: &str = "data/labs.csv";
const INFUSIONS: &str = "data/infusions.csv";
const EVENTS: &str = "data/events.csv";

/// The laboratory table with a column of dates beside the days.
fn labs_with_dates(date_of_row_4: &str) -> Folder {
    let text = include_str!("../support/sound/data/labs.csv");
    let lines = text.lines().enumerate().map(|(i, line)| match i {
        0 => format!("{line},date\n"),
        3 => format!("{line},{date_of_row_4}\n"),
        _ => format!("{line},\n"),
    });
    sound().write(LABS, lines.collect::<String>())
}

#[test]
fn dates_that_do_not_exist_keep_their_row_out() {
    for date in
        ["2021-02-30", "30/02/2021", "31.05.2021", "2021-5-31", "0000-00-00", "20210531", "tomorrow", "٢٠٢١-٠٥-٣١"]
    {
        labs_with_dates(date).goes_on_without(&["D016 data/labs.csv:4:9"], &["data/labs.csv:4"]);
    }
    labs_with_dates("2021-05-31").is_warned(&[]);
}

#[test]
fn a_day_and_a_date_that_disagree_keep_the_row_out() {
    labs_with_dates("2021-06-30").goes_on_without(&["D055 data/labs.csv:4:3"], &["data/labs.csv:4"]);
}

#[test]
fn days_that_are_no_days_keep_their_row_out() {
    for day in ["90.5", "ninety", "99999", "-2147483648", "2147483648", "1e2", "d91", "--3", "0x5B"] {
        sound()
            .replace(CLINIC, "03,m3,91,22", &format!("03,m3,{day},22"))
            .goes_on_without(&["D017 data/clinic.csv:10:3"], &["data/clinic.csv:10"]);
    }
}

#[test]
fn day_zero_does_not_exist_among_study_days() {
    let folder = sound().replace("study.toml", "data = \"simulated\"", "data = \"simulated\"\ndays = \"study-day\"");
    let (code, found) = folder.findings();
    // the second infusions are on study day 8 by their date, and say 7
    let day_zero = ["2", "3", "4", "5", "7", "9"].map(|row| format!("D018 data/infusions.csv:{row}:2"));
    let second = ["10", "6", "8"].map(|row| format!("D055 data/infusions.csv:{row}:2"));
    assert_eq!((code, found), (1, [&day_zero[..], &second[..]].concat()));
    // nobody is left whose days are known
    let answer = folder.run("analyze", &[]);
    assert_eq!((answer.code, answer.stdout.as_str()), (4, ""));
}

#[test]
fn an_infusion_whose_day_cannot_be_read_keeps_its_subject_out() {
    let rows = ["data/clinic.csv:11", "data/clinic.csv:13", "data/labs.csv:12", "data/mini.csv:13"];
    sound()
        .replace(INFUSIONS, "04,0,2021-03-01", "04,o,2021-03-01")
        .goes_on_without(&["D017 data/infusions.csv:5:2"], &rows);
    sound()
        .replace(INFUSIONS, "04,0,2021-03-01", "04,0,2021-02-29")
        .goes_on_without(&["D016 data/infusions.csv:5:3"], &rows);
}

#[test]
fn a_decimal_comma_that_is_not_declared_is_no_number() {
    let folder = sound().replace(LABS, "03,m1,30,CK,11,", "03,m1,30,CK,\"11,5\",");
    folder.goes_on_without(&["D015 data/labs.csv:9:5"], &["data/labs.csv:9:5"]);
    assert!(folder.run("check", &[]).stdout.contains("decimal-comma = true"));
}

#[test]
fn a_decimal_point_under_a_declared_comma_is_no_number() {
    let folder = sound().replace("study.toml", "data = \"simulated\"", "data = \"simulated\"\ndecimal-comma = true");
    let (code, found) = folder.findings();
    assert_eq!(code, 1);
    assert!(found.contains(&"D015 data/labs.csv:2:5".to_owned()), "{found:?}");
    assert!(folder.run("check", &[]).stdout.contains("write the decimal with a comma"));
}

#[test]
fn numbers_that_no_table_holds_are_no_numbers() {
    let none = [
        "1e400",
        "99999999999999999999",
        "NaN",
        "nan",
        "inf",
        "-Infinity",
        "0x1F",
        "1_000",
        "1 000",
        "½",
        "٣",
        "1e",
        "12..5",
        "=1+1",
        "3-4",
        "<",
        "<<5",
        "1e-999999999999",
    ];
    for text in none {
        sound()
            .replace(CLINIC, "03,m3,91,22", &format!("03,m3,91,{text}"))
            .goes_on_without(&["D015 data/clinic.csv:10:4"], &["data/clinic.csv:10:4"]);
    }
    for text in ["-0", "0.0", "+22", "2.2e1", "00022", "22.000000000000000000000000000000000"] {
        sound().replace(CLINIC, "03,m3,91,22", &format!("03,m3,91,{text}")).is_warned(&[]);
    }
}

#[test]
fn numbers_outside_their_range_are_left_out() {
    for text in ["65", "-1", "64.0001", "1e15", "-1e15", "<5", ">60"] {
        sound()
            .replace(CLINIC, "03,m3,91,22", &format!("03,m3,91,{text}"))
            .goes_on_without(&["D020 data/clinic.csv:10:4"], &["data/clinic.csv:10:4"]);
    }
    sound().replace(SUBJECTS, "03,single,33,", "03,single,133,").finds_error(&["D020 data/subjects.csv:4:3"]);
    sound().replace(EVENTS, "01,fever,2,", "01,fever,6,").finds_error(&["D020 data/events.csv:2:3"]);
}

#[test]
fn items_at_fault_are_told_each_and_make_the_score_an_interval() {
    let folder = sound()
        .replace(MINI, "02,baseline,-1,1,0,3", "02,baseline,-1,2,0,3")
        .replace(MINI, "03,m3,91,0,0,0", "03,m3,91,0,-1,0")
        .replace(MINI, "04,m1,30,0,1,1", "04,m1,30,0,1,5")
        .replace(MINI, "05,m1,30,1,1,1", "05,m1,30,1,1,1.5")
        .replace(MINI, "06,m1,30,0,0,3", "06,m1,30,maybe,0,3");
    folder.goes_on_without(
        &[
            "D021 data/mini.csv:5:4",
            "D021 data/mini.csv:10:5",
            "D021 data/mini.csv:12:6",
            "D021 data/mini.csv:15:6",
            "D021 data/mini.csv:18:4",
        ],
        &[],
    );
    assert!(folder.run("check", &[]).stdout.contains("the points of the item, not whether it is present"));
}

#[test]
fn units_that_are_unknown_or_missing_keep_their_row_out() {
    sound()
        .replace(LABS, "03,m1,30,CK,11,ukat/L", "03,m1,30,CK,11,furlongs")
        .replace(LABS, "04,m1,30,CK,7.5,ukat/L", "04,m1,30,CK,7.5,")
        .goes_on_without(
            &["D040 data/labs.csv:9:6", "D041 data/labs.csv:12:6"],
            &["data/labs.csv:9", "data/labs.csv:12"],
        );
}

#[test]
fn a_slip_of_the_unit_is_told_with_the_likely_unit() {
    let folder = sound().replace(LABS, "03,m1,30,CK,11,ukat/L", "03,m1,30,CK,11000,ukat/L");
    let (code, found) = folder.findings();
    assert_eq!((code, found), (0, vec!["D042 data/labs.csv:9:5".to_owned()]));
}

#[test]
fn impossible_laboratory_values_keep_their_row_out_and_reversed_limits_only_the_limits() {
    sound()
        .replace(LABS, "03,m1,30,CK,11,ukat/L,0.6,3", "03,m1,30,CK,11,ukat/L,3,0.6")
        .replace(LABS, "04,m1,30,CK,7.5,", "04,m1,30,CK,-7.5,")
        .replace(LABS, "05,m1,30,CK,5.5,ukat/L,0.6,3", "05,m1,30,CK,5.5,ukat/L,0.6,three")
        .goes_on_without(
            &["D044 data/labs.csv:9:7", "D046 data/labs.csv:12:5", "D015 data/labs.csv:15:8"],
            &["data/labs.csv:12", "data/labs.csv:15"],
        );
}

#[test]
fn rows_about_an_unknown_subject_are_left_out_and_get_the_nearest_one() {
    let folder = sound()
        .append(CLINIC, "0l,m3,91,20,,Improved\n")
        .append(LABS, "99,m1,30,CK,5,ukat/L,0.6,3\n")
        .append(INFUSIONS, "07,0,2021-03-01,60e6,1e6,60\n")
        .append(EVENTS, ",fever,1,no,no,3,5\n")
        .append("data/medications.csv", "001,prednisone,5,mg,1,2,\n")
        .append("data/disposition.csv", "1,died,60,\n");
    folder.goes_on_without(
        &[
            "D030 data/clinic.csv:20:1",
            "D030 data/labs.csv:20:1",
            "D030 data/infusions.csv:11:1",
            "D030 data/events.csv:5:1",
            "D030 data/medications.csv:3:1",
            "D030 data/disposition.csv:8:1",
        ],
        &["data/clinic.csv:20", "data/labs.csv:20", "data/events.csv:5"],
    );
}

#[test]
fn a_subject_given_twice_is_left_out() {
    sound().append(SUBJECTS, "03,double,44,DM,71\n,single,40,PM,66\n").goes_on_without(
        &["D031 data/subjects.csv:8:1", "D031 data/subjects.csv:9:1"],
        &["data/clinic.csv:8", "data/clinic.csv:10", "data/labs.csv:8", "data/subjects.csv:4", "data/subjects.csv:8"],
    );
}

#[test]
fn rows_given_twice_are_both_left_out() {
    sound().append(CLINIC, "03,m1,30,35,,\n04,m1,30,12,,\n").goes_on_without(
        &["D032 data/clinic.csv:9", "D032 data/clinic.csv:20", "D032 data/clinic.csv:12", "D032 data/clinic.csv:21"],
        &["data/clinic.csv:9:4", "data/clinic.csv:12:4", "data/clinic.csv:20:4", "data/clinic.csv:21:4"],
    );
}

#[test]
fn a_subject_of_an_unknown_arm_is_left_out() {
    let folder = sound().replace(SUBJECTS, "03,single,", "03,singel,").replace(SUBJECTS, "05,double,", "05,,");
    folder.goes_on_without(
        &["D033 data/subjects.csv:4:2", "D033 data/subjects.csv:6:2"],
        &["data/clinic.csv:8", "data/labs.csv:16", "data/subjects.csv:4"],
    );
    assert!(folder.run("check", &[]).stdout.contains("did you mean `single`?"));
}

#[test]
fn visits_that_nobody_planned_are_left_out_when_no_day_places_them() {
    sound()
        .replace(CLINIC, "03,m1,30,35", "03,m2,,35")
        .replace(CLINIC, "04,m1,30,28", "04,,,28")
        .replace(CLINIC, "05,m1,30,25", "05,unscheduled 1,,25")
        .goes_on_without(
            &["D034 data/clinic.csv:9:2", "D035 data/clinic.csv:12"],
            &["data/clinic.csv:9", "data/clinic.csv:12"],
        );
}

#[test]
fn a_visit_outside_its_window_counts_by_its_day() {
    sound()
        .replace(CLINIC, "03,m1,30,35", "03,m1,60,35")
        .replace(CLINIC, "04,baseline,-1,47", "04,baseline,1,47")
        .is_warned(&[
            "D014 data/clinic.csv:9",
            "D014 data/clinic.csv:11",
            "D036 data/clinic.csv:11",
            "D062 data/clinic.csv:11",
        ]);
}

#[test]
fn values_after_death_are_left_out() {
    sound().replace("data/disposition.csv", "03,completed,91,", "03,died,60,").goes_on_without(
        &["D056 data/clinic.csv:10", "D056 data/labs.csv:10", "D056 data/mini.csv:10"],
        &["data/clinic.csv:10", "data/labs.csv:10", "data/mini.csv:10"],
    );
}

#[test]
fn two_ends_of_one_subject_are_told() {
    sound().append("data/disposition.csv", "03,died,95,\n").goes_on_without(&["D057 data/disposition.csv:8:2"], &[]);
}

#[test]
fn an_end_before_its_start_is_left_out() {
    sound()
        .append(EVENTS, "02,cough,1,no,no,30,20\n")
        .goes_on_without(&["D054 data/events.csv:5:7"], &["data/events.csv:5"]);
}

#[test]
fn infusions_missing_extra_and_off_schedule_are_told() {
    sound()
        .replace(INFUSIONS, "04,7,2021-03-08,65e6,1e6,65\n", "")
        .replace(INFUSIONS, "05,7,2021-03-08", "05,12,2021-03-13")
        .append(INFUSIONS, "01,9,2021-03-10,60e6,1e6,60\n")
        .is_warned(&["D047 data/infusions.csv:5", "D049 data/infusions.csv:7", "D048 data/infusions.csv:10"]);
}

#[test]
fn a_first_infusion_on_another_day_than_0_keeps_its_subject_out() {
    sound()
        .replace(INFUSIONS, "03,0,2021-03-01", "03,3,")
        .goes_on_without(&["D050 data/infusions.csv:4:2"], &["data/clinic.csv:8", "data/labs.csv:8"]);
}

#[test]
fn doses_and_weights_that_cannot_be_are_told() {
    sound()
        .replace(INFUSIONS, "02,0,2021-03-01,70e6,1e6,70", "02,0,2021-03-01,84e6,1.2e6,70")
        .replace(INFUSIONS, "03,0,2021-03-01,80e6,1e6,80", "03,0,2021-03-01,80e6,1e6,90")
        .replace(SUBJECTS, "06,double,47,DM,90", "06,double,47,DM,700")
        .is_warned(&["D051 data/infusions.csv:3:5", "D052 data/infusions.csv:4:5", "D053 data/subjects.csv:7:5"]);
}

#[test]
fn a_cycle_without_infusion_is_left_out() {
    let text =
        include_str!("../support/sound/data/clinic.csv").replace("improved,verdict\n", "improved,verdict,cycle\n");
    let lines: Vec<String> = text
        .lines()
        .enumerate()
        .map(|(i, l)| if i == 0 { format!("{l}\n") } else { format!("{l},{}\n", if i == 9 { 2 } else { 1 }) })
        .collect();
    sound().write(CLINIC, lines.concat()).goes_on_without(&["D069 data/clinic.csv:10"], &["data/clinic.csv:10"]);
}

#[test]
fn an_entry_criterion_that_is_broken_and_verdicts_that_disagree_are_told() {
    sound()
        .replace(CLINIC, "03,baseline,-1,51", "03,baseline,-1,9")
        .replace(CLINIC, "02,m3,91,29,none,Unchanged", "02,m3,91,29,none,Improved")
        .replace(CLINIC, "04,m3,91,20,CK; MMT,Improved", "04,m3,91,20,,Improved")
        .is_warned(&["D058 data/clinic.csv:8:4", "D060 data/clinic.csv:7:6", "D059 data/clinic.csv:13:6"]);
}

/// What a hostile or careless hand may type into a cell.
const HOSTILE: [&str; 12] = [
    "=cmd()|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+cmd",
    "-1+cmd",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "\u{202e}reversed\u{202c}",
    "\u{1b}[31mred\u{1b}[0m",
    "👩🏽‍⚕️🧬",
    "\u{7}\u{8}\u{7f}",
    "Robert'); DROP TABLE subjects;--",
    "{{7*7}} ${7*7} %n%s%x",
];

#[test]
fn hostile_texts_are_only_texts() {
    for text in HOSTILE {
        let quoted = format!("\"{}\"", text.replace('"', "\"\""));
        sound()
            .replace(CLINIC, "03,m3,91,22,MMT,Improved", &format!("03,m3,91,{quoted},{quoted},{quoted}"))
            .replace(MINI, "03,m3,91,0,0,0", &format!("03,m3,91,{quoted},0,0"))
            .goes_on_without(
                &["D015 data/clinic.csv:10:4", "D019 data/clinic.csv:10:6", "D021 data/mini.csv:10:4"],
                &["data/clinic.csv:10:4"],
            );
        sound()
            .append(EVENTS, format!("{quoted},{quoted},{quoted},{quoted},{quoted},{quoted},{quoted}\n"))
            .finds_error_of(EVENTS, 5, &["D015", "D016", "D019", "D030"]);
        sound().append(EVENTS, format!("03,{quoted},1,no,{quoted},3,5\n")).is_warned(&[]);
        sound().append(SUBJECTS, format!("{quoted},{quoted},{quoted},{quoted},{quoted}\n")).finds_error_of(
            SUBJECTS,
            8,
            &["D015", "D019", "D033"],
        );
    }
}

#[test]
fn hostile_column_names_and_file_names_are_only_names() {
    for text in HOSTILE {
        let quoted = format!("\"{}\n{}\"", text.replace('"', "\"\""), text.replace('"', "\"\""));
        let folder = sound().replace(EVENTS, "subject,term,grade", &format!("subject,term,{quoted}"));
        let (code, found) = folder.findings();
        assert_eq!((code, found.len()), (0, 0), "{found:?}");
        // a name that begins with a point is a hidden file, which is not read
        let name = format!("x{}", text.replace('/', "_"));
        let folder = sound().write(&format!("data/{name}.csv"), "a,b,a\n1,2\n");
        let (code, found) = folder.findings();
        assert_eq!((code, found.len()), (1, 3), "{found:?}");
    }
}

#[test]
fn only_what_an_error_touches_is_left_out() {
    let folder = sound().replace(CLINIC, "03,m3,91,22", "03,m3,9x1,22");
    folder.goes_on_without(&["D017 data/clinic.csv:10:3"], &["data/clinic.csv:10"]);
    let results = folder.results(1);
    for place in ["data/clinic.csv:9", "data/clinic.csv:13:4", "data/labs.csv:10:5"] {
        assert!(rests_on(&results, place), "{place} is missing from RESULTS");
    }
}

#[test]
fn a_missing_limit_leaves_a_grade_open_where_grades_are_asked_for() {
    let folder = sound().replace(LABS, "01,m3,91,CK,4.5,ukat/L,0.6,3", "01,m3,91,CK,4.5,ukat/L,0.6,");
    folder.is_warned(&[]);
    let folder = folder.replace("study.toml", "[entry.active]", "[safety]\ngrading = \"ctcae-v5\"\n[entry.active]");
    folder.is_warned(&["D072 data/labs.csv:4"]);
}
