//! Bounds written down by hand, apart from the tables: term, set, limits of normal and baseline, then the values at and
//! beside each bound with their grade by number.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use engraft_base::Dec;

use super::super::{Criterion, Facts, Limits};
use super::number;

/// `(term, set, "lln uln baseline", [(value, grade)])`.
type Row = (&'static str, &'static str, &'static str, &'static [(&'static str, u8)]);

const V5: &[Row] = &[
    (
        "alp",
        "both",
        "30 100 120",
        &[("239.9", 0), ("240", 1), ("300", 1), ("300.1", 2), ("600", 2), ("600.1", 3), ("2400", 3), ("2400.1", 4)],
    ),
    (
        "alt",
        "both",
        "5 40 60",
        &[("89.9", 0), ("90", 1), ("180", 1), ("180.1", 2), ("300", 2), ("300.1", 3), ("1200", 3), ("1200.1", 4)],
    ),
    (
        "ast",
        "both",
        "5 40 30",
        &[("40", 0), ("40.1", 1), ("120", 1), ("120.1", 2), ("200", 2), ("200.1", 3), ("800", 3), ("800.1", 4)],
    ),
    (
        "ggt",
        "both",
        "5 50 40",
        &[("50", 0), ("50.1", 1), ("125", 1), ("125.1", 2), ("250", 2), ("250.1", 3), ("1000", 3), ("1000.1", 4)],
    ),
    (
        "creatinine",
        "both",
        "40 100 140",
        &[("150", 1), ("150.1", 2), ("300", 2), ("300.1", 3), ("600", 3), ("600.1", 4)],
    ),
    ("fibrinogen", "si", "2 4 1.5", &[("1.5", 1)]),
    ("fibrinogen", "si", "2 4 1.49", &[("1.49", 2)]),
    ("fibrinogen", "si", "2 4 1", &[("1", 2)]),
    ("fibrinogen", "si", "2 4 0.99", &[("0.99", 3)]),
    ("fibrinogen", "si", "3 4 0.75", &[("0.75", 3)]),
    ("fibrinogen", "si", "3 4 0.74", &[("0.74", 4)]),
    ("fibrinogen", "si", "1.6 4 0.5", &[("0.5", 3)]),
    ("fibrinogen", "si", "1.6 4 0.45", &[("0.45", 4)]),
    ("haemoglobin-low", "us", "12 16 -", &[("12", 0), ("11.99", 1)]),
    (
        "neutrophils",
        "si",
        "2 7 -",
        &[("2", 0), ("1.999", 1), ("1.5", 1), ("1.499", 2), ("1", 2), ("0.999", 3), ("0.5", 3), ("0.499", 4), ("0", 4)],
    ),
    (
        "neutrophils",
        "us",
        "2000 7000 -",
        &[("2000", 0), ("1999", 1), ("1500", 1), ("1499", 2), ("1000", 2), ("999", 3), ("500", 3), ("499", 4)],
    ),
    (
        "lymphocytes-low",
        "si",
        "1 4 -",
        &[("1", 0), ("0.99", 1), ("0.8", 1), ("0.79", 2), ("0.5", 2), ("0.49", 3), ("0.2", 3), ("0.19", 4)],
    ),
    ("lymphocytes-high", "si", "1 4 -", &[("4", 0), ("4.01", 2), ("20", 2), ("20.01", 3)]),
    (
        "wbc-low",
        "si",
        "4 10 -",
        &[("4", 0), ("3.99", 1), ("3", 1), ("2.99", 2), ("2", 2), ("1.99", 3), ("1", 3), ("0.99", 4)],
    ),
    ("wbc-high", "si", "4 10 -", &[("100", 0), ("100.1", 3)]),
    (
        "platelets",
        "si",
        "150 400 -",
        &[("150", 0), ("149", 1), ("75", 1), ("74.9", 2), ("50", 2), ("49.9", 3), ("25", 3), ("24.9", 4)],
    ),
    (
        "cd4",
        "si",
        "0.6 1.5 -",
        &[("0.6", 0), ("0.59", 1), ("0.5", 1), ("0.499", 2), ("0.2", 2), ("0.199", 3), ("0.05", 3), ("0.049", 4)],
    ),
    ("haemoglobin-low", "si", "120 160 -", &[("120", 0), ("119", 1), ("100", 1), ("99.9", 2), ("80", 2), ("79.9", 3)]),
    ("haemoglobin-low", "us", "12 16 -", &[("10", 1), ("9.99", 2), ("8", 2), ("7.99", 3)]),
    (
        "haemoglobin-high",
        "si",
        "120 160 -",
        &[("160", 0), ("160.1", 1), ("180", 1), ("180.1", 2), ("200", 2), ("200.1", 3)],
    ),
    (
        "alt",
        "both",
        "5 40 30",
        &[("40", 0), ("40.1", 1), ("120", 1), ("120.1", 2), ("200", 2), ("200.1", 3), ("800", 3), ("800.1", 4)],
    ),
    (
        "ast",
        "both",
        "5 40 100",
        &[("149.9", 0), ("150", 1), ("300", 1), ("300.1", 2), ("500", 2), ("500.1", 3), ("2000", 3), ("2000.1", 4)],
    ),
    (
        "alp",
        "both",
        "30 100 90",
        &[("100", 0), ("100.1", 1), ("250", 1), ("250.1", 2), ("500", 2), ("500.1", 3), ("2000", 3), ("2000.1", 4)],
    ),
    (
        "ggt",
        "both",
        "5 50 80",
        &[("159.9", 0), ("160", 1), ("200", 1), ("200.1", 2), ("400", 2), ("400.1", 3), ("1600", 3), ("1600.1", 4)],
    ),
    (
        "bilirubin",
        "both",
        "3 20 10",
        &[("20", 0), ("20.1", 1), ("30", 1), ("30.1", 2), ("60", 2), ("60.1", 3), ("200", 3), ("200.1", 4)],
    ),
    (
        "bilirubin",
        "both",
        "3 20 40",
        &[("40", 0), ("40.1", 1), ("60", 1), ("60.1", 2), ("120", 2), ("120.1", 3), ("400", 3), ("400.1", 4)],
    ),
    (
        "creatinine",
        "both",
        "40 100 100",
        &[("100", 0), ("100.1", 1), ("150", 1), ("150.1", 2), ("300", 2), ("300.1", 3), ("600", 3), ("600.1", 4)],
    ),
    ("creatinine", "both", "40 100 60", &[("90", 0), ("90.1", 2), ("180", 2), ("180.1", 3)]),
    (
        "ck",
        "both",
        "30 170 -",
        &[("170", 0), ("170.1", 1), ("425", 1), ("425.1", 2), ("850", 2), ("850.1", 3), ("1700", 3), ("1700.1", 4)],
    ),
    (
        "fibrinogen",
        "si",
        "2 4 2",
        &[("2", 0), ("1.99", 1), ("1.5", 2), ("1.51", 1), ("1", 3), ("1.01", 2), ("0.5", 4), ("0.51", 3)],
    ),
    ("albumin", "si", "35 50 -", &[("35", 0), ("34.9", 1), ("30", 1), ("29.9", 2), ("20", 2), ("19.9", 3)]),
    (
        "potassium-high",
        "both",
        "3.5 5 -",
        &[("5", 0), ("5.01", 1), ("5.5", 1), ("5.51", 2), ("6", 2), ("6.01", 3), ("7", 3), ("7.01", 4)],
    ),
    ("potassium-low", "both", "3.5 5 -", &[("3.5", 0), ("3.49", 1), ("3", 1), ("2.99", 3), ("2.5", 3), ("2.49", 4)]),
    (
        "sodium-low",
        "both",
        "135 145 -",
        &[("135", 0), ("134", 1), ("130", 1), ("129", 2), ("125", 2), ("124", 3), ("120", 3), ("119", 4)],
    ),
    (
        "sodium-high",
        "both",
        "135 145 -",
        &[("145", 0), ("146", 1), ("150", 1), ("151", 2), ("155", 2), ("156", 3), ("160", 3), ("161", 4)],
    ),
    (
        "glucose-low",
        "si",
        "3.9 5.6 -",
        &[("3.9", 0), ("3.89", 1), ("3", 1), ("2.99", 2), ("2.2", 2), ("2.19", 3), ("1.7", 3), ("1.69", 4)],
    ),
    (
        "glucose-low",
        "us",
        "70 100 -",
        &[("70", 0), ("69", 1), ("55", 1), ("54", 2), ("40", 2), ("39", 3), ("30", 3), ("29", 4)],
    ),
    ("inr", "both", "0.8 1.2 1", &[("1.2", 0), ("1.21", 1), ("1.5", 1), ("1.51", 2), ("2.5", 2), ("2.51", 3)]),
    ("lipase", "both", "10 60 -", &[("60", 0), ("60.1", 1), ("90", 1), ("90.1", 2), ("300", 2), ("300.1", 3)]),
    ("aptt", "both", "25 40 -", &[("40", 0), ("40.1", 1), ("60", 1), ("60.1", 2), ("100", 2), ("100.1", 3)]),
    ("proteinuria", "both", "0 0.15 -", &[("0.15", 0), ("0.16", 1), ("0.99", 1), ("1", 2), ("3.49", 2), ("3.5", 3)]),
];

const V6: &[Row] = &[
    (
        "alt",
        "both",
        "5 40 30",
        &[("40", 0), ("40.1", 1), ("120", 1), ("120.1", 2), ("200", 2), ("200.1", 3), ("800", 3), ("800.1", 4)],
    ),
    (
        "bilirubin",
        "both",
        "3 20 10",
        &[("20", 0), ("20.1", 1), ("30", 1), ("30.1", 2), ("60", 2), ("60.1", 3), ("200", 3), ("200.1", 4)],
    ),
    (
        "ggt",
        "both",
        "5 50 40",
        &[("50", 0), ("50.1", 1), ("125", 1), ("125.1", 2), ("250", 2), ("250.1", 3), ("1000", 3), ("1000.1", 4)],
    ),
    (
        "creatinine",
        "both",
        "40 100 140",
        &[("100", 0), ("100.1", 1), ("150", 1), ("150.1", 2), ("300", 2), ("300.1", 3)],
    ),
    ("lipase", "both", "10 60 -", &[("60", 0), ("60.1", 1)]),
    ("platelets", "si", "150 400 -", &[("150", 0), ("149", 1)]),
    ("sodium-low", "both", "135 145 -", &[("135", 0), ("134", 1)]),
    (
        "neutrophils",
        "si",
        "2 7 -",
        &[("1.5", 0), ("1.499", 1), ("1", 1), ("0.999", 2), ("0.5", 2), ("0.499", 3), ("0.1", 3), ("0.099", 4)],
    ),
    ("platelets", "si", "150 400 -", &[("75", 1), ("74.9", 2), ("50", 2), ("49.9", 3), ("10", 3), ("9.9", 4)]),
    (
        "alt",
        "both",
        "5 40 100",
        &[("99.9", 0), ("100", 1), ("150", 1), ("150.1", 2), ("200", 2), ("200.1", 3), ("400", 3), ("400.1", 4)],
    ),
    ("alp", "both", "30 100 120", &[("120", 0), ("120.1", 1), ("5000", 1)]),
    ("alp", "both", "30 100 80", &[("100", 0), ("100.1", 1)]),
    (
        "ggt",
        "both",
        "5 50 80",
        &[("79.9", 0), ("80", 1), ("120", 1), ("120.1", 2), ("240", 2), ("240.1", 3), ("800", 3), ("800.1", 4)],
    ),
    (
        "bilirubin",
        "both",
        "3 20 40",
        &[("39.9", 0), ("40", 1), ("60", 1), ("60.1", 2), ("100", 2), ("100.1", 3), ("400", 3), ("400.1", 4)],
    ),
    ("lipase", "both", "10 60 -", &[("90", 1), ("90.1", 2), ("180.1", 2), ("300", 2), ("300.1", 3)]),
    ("creatinine", "both", "40 100 30", &[("45", 0), ("45.1", 2), ("90", 2), ("90.1", 3), ("600", 3), ("600.1", 4)]),
    (
        "sodium-low",
        "both",
        "135 145 -",
        &[("130", 1), ("129.9", 2), ("125", 2), ("124.9", 3), ("120", 3), ("119.9", 4)],
    ),
];

const V4: &[Row] = &[
    (
        "haemoglobin-high",
        "si",
        "120 160 150",
        &[("160", 0), ("160.1", 1), ("180", 1), ("180.1", 2), ("200", 2), ("200.1", 3)],
    ),
    ("lipase", "both", "10 60 -", &[("60", 0), ("60.1", 1), ("90", 1), ("90.1", 2)]),
    ("sodium-low", "both", "135 145 -", &[("135", 0), ("134", 1)]),
    (
        "alt",
        "both",
        "5 40 90",
        &[("40", 0), ("40.1", 1), ("120", 1), ("120.1", 2), ("200", 2), ("200.1", 3), ("800", 3), ("800.1", 4)],
    ),
    ("sodium-low", "both", "135 145 -", &[("130", 1), ("129.9", 3), ("120", 3), ("119.9", 4)]),
    ("lipase", "both", "10 60 -", &[("90.1", 2), ("120", 2), ("120.1", 3), ("300", 3), ("300.1", 4)]),
    (
        "haemoglobin-high",
        "si",
        "120 160 170",
        &[("170", 0), ("170.1", 1), ("190", 1), ("190.1", 2), ("210", 2), ("210.1", 3)],
    ),
    (
        "phosphate-low",
        "si",
        "0.9 1.5 -",
        &[("0.9", 0), ("0.89", 1), ("0.8", 1), ("0.79", 2), ("0.6", 2), ("0.59", 3), ("0.3", 3), ("0.29", 4)],
    ),
];

#[test]
fn values_at_and_beside_the_bounds_have_the_grades_written_down() {
    for (table, rows) in [("ctcae-v5", V5), ("ctcae-v6", V6), ("ctcae-v4", V4)] {
        for (term, set, others, cases) in rows {
            for (value, expected) in *cases {
                let id = format!("{table}:{term}");
                assert_eq!(number(&id, set, &format!("{value} {others}")), *expected, "{id} {set} {value} {others}");
            }
        }
    }
}

/// The table with one bound made strict or inclusive, or moved by one unit of its last digit.
fn mutants(limits: &Limits, place: usize) -> Vec<(String, Limits)> {
    let criterion = &limits.criteria[place];
    let Some((_, number)) = criterion.bound() else { return Vec::new() };
    let digits = number.to_string().split_once('.').map_or(0, |(_, digits)| digits.len());
    let unit = Dec::scaled(1, digits.try_into().unwrap());
    let with = |what: &str, change: &dyn Fn(&mut Criterion)| {
        let mut mutant = limits.clone();
        change(&mut mutant.criteria[place]);
        (format!("grade {} {what}: {}", criterion.grade, criterion.words()), mutant)
    };
    let swap = |criterion: &mut Criterion| {
        std::mem::swap(&mut criterion.above, &mut criterion.at_least);
        std::mem::swap(&mut criterion.below, &mut criterion.at_most);
    };
    let moved = |criterion: &mut Criterion, by: Dec| {
        let bounds = [&mut criterion.above, &mut criterion.at_least, &mut criterion.below, &mut criterion.at_most];
        bounds.into_iter().for_each(|bound| *bound = bound.and_then(|bound| bound.plus(by)));
    };
    vec![
        with("strict for inclusive, or the reverse", &swap),
        with("moved up", &|criterion| moved(criterion, unit)),
        with("moved down", &|criterion| moved(criterion, unit.negated())),
    ]
}

/// Every set of limits with rows: a changed bound by numbers alone turns the grade of at least one row.
#[test]
fn no_moved_bound_goes_unseen() {
    let mut unseen = String::new();
    let mut count = 0;
    for (table, rows) in [("ctcae-v5", V5), ("ctcae-v6", V6), ("ctcae-v4", V4)] {
        let sets: BTreeSet<(&str, &str)> = rows.iter().map(|(term, set, ..)| (*term, *set)).collect();
        for (name, set) in sets {
            let id = format!("{table}:{name}");
            let term = super::term(&id);
            let limits = super::limits(term, set);
            let own: Vec<(String, u8)> = rows
                .iter()
                .filter(|(of, in_set, ..)| *of == name && *in_set == set)
                .flat_map(|(.., others, cases)| {
                    cases.iter().map(move |(value, grade)| (format!("{value} {others}"), *grade))
                })
                .collect();
            // what only a clinical fact can turn is in the worked cases
            for place in (0..limits.criteria.len()).filter(|place| limits.criteria[*place].needs.is_empty()) {
                for (what, mutant) in mutants(limits, place) {
                    let graded = |numbers: &str| {
                        term.grade(&mutant, &super::input(numbers, Facts::absent())).unwrap().grade.exact()
                    };
                    if own.iter().all(|(numbers, grade)| graded(numbers) == Some(*grade)) {
                        let _ = writeln!(unseen, "{id} {set}: {what}");
                    }
                    count += 1;
                }
            }
        }
    }
    assert!(unseen.is_empty(), "changes that no row notices:\n{unseen}");
    assert!(count > 400, "{count}");
}
