//! Myositis: definition of improvement, total improvement score, enzymes, skin, dose.

use engraft_base::Verdict::{self, Met, NotEvaluable, NotMet, Undetermined};

use super::{Visit, along, answer, pair, rule};

/// Six pairs in the order MDGA, PtGA, MMT, HAQ, enzyme, extramuscular.
fn myositis(pairs: [(&str, &str); 6]) -> Visit {
    let names = ["mdga", "ptga", "mmt", "haq", "enzyme", "extramuscular"];
    names.into_iter().zip(pairs).fold(Visit::new(), |visit, (name, (baseline, now))| visit.pair(name, baseline, now))
}

const THREE_BETTER: [(&str, &str); 6] =
    [("5", "4"), ("4", "5.2"), ("100", "100"), ("0.8", "1.2"), ("1000", "800"), ("5", "4")];

fn doi(change: impl FnOnce(&mut [(&'static str, &'static str); 6])) -> Verdict {
    let mut pairs = THREE_BETTER;
    change(&mut pairs);
    answer("imacs-doi", &myositis(pairs))
}

/// Worked examples I1 to I3.
#[test]
fn imacs_improvement_counts_better_and_worse_measures() {
    let all = [("7", "3"), ("6", "2"), ("110", "140"), ("1.5", "0.75"), ("2000", "400"), ("4", "1")];
    assert_eq!(answer("imacs-doi", &myositis(all)), Met, "I1");
    assert_eq!(doi(|_| {}), Met, "I2");
    assert_eq!(doi(|p| (p[1], p[2]) = (("4", "4"), ("100", "75"))), NotMet, "I3");
    assert_eq!(doi(|p| (p[1], p[2]) = (("4", "4"), ("100", "75.1"))), Met, "muscle strength just above");
    assert_eq!(doi(|p| p[0].1 = "4.01"), NotMet, "19.8 % is not 20 %");
    assert_eq!(doi(|p| p[2].1 = "120"), Met);
    assert_eq!(doi(|p| (p[0].1, p[2].1) = ("4.01", "120")), Met, "muscle strength improves by rising");
    assert_eq!(doi(|p| (p[0].1, p[2].1) = ("4.01", "119.9")), NotMet);
}

#[test]
fn imacs_improvement_allows_two_worse_measures_and_no_third() {
    let better = |p: &mut [(&'static str, &'static str); 6]| p[2] = ("100", "120");
    assert_eq!(
        doi(|p| {
            better(p);
            p[5] = ("4", "4.99")
        }),
        Met
    );
    assert_eq!(
        doi(|p| {
            better(p);
            p[5] = ("4", "5")
        }),
        NotMet,
        "exactly 25 % worse is worse"
    );
    assert_eq!(
        doi(|p| {
            better(p);
            p[5] = ("0", "0.1")
        }),
        NotMet,
        "a rise from 0 is worse"
    );
    assert_eq!(
        doi(|p| {
            better(p);
            p[5] = ("0", "0")
        }),
        Met,
        "0 to 0 is neither better nor worse"
    );
    assert_eq!(
        doi(|p| {
            better(p);
            p[5] = ("4", "?")
        }),
        Undetermined
    );
    assert_eq!(
        doi(|p| {
            better(p);
            (p[1].1, p[5]) = ("4", ("4", "?"))
        }),
        Met,
        "at most two can be worse"
    );
    assert_eq!(doi(|p| p[2] = ("0", "0")), Met, "no strength at baseline cannot be lost");
}

#[test]
fn normal_enzyme_and_halved_dose() {
    let ck = |now: &str| answer("ck-normal", &Visit::new().now("ck", now).uln("ck", "170"));
    assert_eq!([ck("169.9"), ck("170"), ck("170.1"), ck("..170")], [Met, Met, NotMet, Met]);
    assert_eq!(answer("ck-normal", &Visit::new().now("ck", "100")), Undetermined);
    let dose = ["17.1", "17", "16.9"].map(|now| pair("steroid-reduction-50", "prednisone", "34", now));
    assert_eq!(dose, [NotMet, Met, Met]);
    assert_eq!(pair("steroid-reduction-50", "prednisone", "0", "0"), NotEvaluable);
}

/// Strength on 0 to 150 can rise from 120 by 25 %, from 125 by 20 % and from 126 by less.
#[test]
fn the_end_of_the_scale_is_known() {
    let strength = |baseline: &'static str, haq: &'static str| {
        let pairs = [("5", "4"), ("4", "4"), (baseline, "?"), ("1", haq), ("1000", "800"), ("4", "4")];
        answer("imacs-doi", &myositis(pairs).range("mmt", "0", "150"))
    };
    assert_eq!(
        [strength("120", "1"), strength("125", "1"), strength("126", "1")],
        [Undetermined, Undetermined, NotMet]
    );
    assert_eq!(strength("120", "0.8"), Undetermined, "three are better, but strength may be worse");
}

const RANGES: [(&str, &str); 5] =
    [("mdga", "10"), ("ptga", "10"), ("mmt", "150"), ("haq", "3"), ("extramuscular", "10")];

/// On 0 to 150, with a limit of normal of 200.
fn scored(pairs: [(&str, &str); 6]) -> Visit {
    let visit = myositis(pairs).uln("enzyme", "200");
    RANGES.into_iter().fold(visit, |visit, (name, max)| visit.range(name, "0", max))
}

const T1: [(&str, &str); 6] = [("7", "3"), ("6", "2"), ("110", "140"), ("1.5", "0.75"), ("2000", "400"), ("4", "1")];
const T2: [(&str, &str); 6] = [("5", "4"), ("5", "5"), ("130", "136"), ("1", "0.875"), ("350", "300"), ("3", "2.5")];
const T3: [(&str, &str); 6] = [("5", "4"), ("5", "5"), ("130", "136"), ("1", "0.875"), ("350", "300"), ("3", "2.4")];

/// The sum is this number.
fn totals(pairs: [(&str, &str); 6], total: &str) -> bool {
    let exact = rule("tis-2016-minimal").text().replace(">= 20", &format!("== {total}"));
    scored(pairs).answer(&exact) == Met
}

fn degrees(family: &str, enzyme: &str, visit: &Visit) -> [Verdict; 3] {
    ["minimal", "moderate", "major"].map(|degree| answer(&format!("{family}-{degree}{enzyme}"), visit))
}

/// Worked examples T1 to T3, with the points of each measure.
#[test]
fn total_improvement_score_worked_examples() {
    let points = |pairs: [(&str, &str); 6]| {
        let visit = scored(pairs);
        let text = rule("tis-2016-minimal").text().trim().replace(">= 20", "");
        let terms: Vec<String> = text.split("\n+ ").map(str::to_owned).collect();
        let all = ["0", "2.5", "5", "7.5", "10", "12.5", "15", "17.5", "20", "27.5", "32.5"];
        terms
            .iter()
            .map(|term| all.into_iter().find(|p| visit.answer(&format!("{term} == {p}")) == Met).unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(points(T1), ["17.5", "7.5", "20", "7.5", "7.5", "15"], "T1");
    assert_eq!(points(T2), ["7.5", "0", "10", "0", "0", "0"], "T2");
    assert_eq!(points(T3), ["7.5", "0", "10", "0", "0", "7.5"], "T3");
    assert!(totals(T1, "75") && totals(T2, "17.5") && totals(T3, "25"));
    assert_eq!(degrees("tis-2016", "", &scored(T1)), [Met; 3], "major");
    assert_eq!(degrees("tis-2016-jdm", "", &scored(T1)), [Met; 3], "75 is major for children too");
    assert_eq!(degrees("tis-2016", "", &scored(T2)), [NotMet; 3]);
    assert_eq!(degrees("tis-2016", "", &scored(T3)), [Met, NotMet, NotMet], "minimal");
    assert_eq!(degrees("tis-2016-jdm", "", &scored(T3)), [NotMet; 3], "25 is below 30");
}

/// With a range of 3 times the upper limit the fall of T2 is 8.3 %, with 6 times 4.2 %.
#[test]
fn the_range_of_the_enzyme_matters() {
    assert_eq!(degrees("tis-2016", "-ldh-ast-alt", &scored(T2)), [Met, NotMet, NotMet], "exactly 20");
    assert_eq!(degrees("tis-2016", "-aldolase", &scored(T2)), [NotMet; 3]);
    assert_eq!(degrees("tis-2016-jdm", "-ldh-ast-alt", &scored(T2)), [NotMet; 3]);
    assert_eq!(degrees("tis-2016-jdm", "-aldolase", &scored(T1)), [Met; 3]);
}

/// Exactly 25 % and 40 % fall into the lower bin: in binary floats they do not.
#[test]
fn edges_of_bins_are_decimals() {
    let with = |from: &'static str, to: &'static str| {
        let mut pairs = [("5", "5"), ("5", "5"), ("130", "130"), ("1", "1"), ("350", "350"), ("3", "3")];
        pairs[0] = (from, to);
        ["0", "7.5", "15", "17.5", "20"].into_iter().find(|total| totals(pairs, total)).unwrap()
    };
    for (from, to, points) in [
        ("6.4", "3.9", "15"),
        ("6.4", "3.89", "17.5"),
        ("9.3", "5.3", "17.5"),
        ("9.8", "5.8", "17.5"),
        ("9.8", "5.79", "20"),
        ("5", "4.5", "0"),
        ("5", "4.49", "7.5"),
        ("5", "3.5", "7.5"),
        ("5", "3.49", "15"),
        ("5", "9", "0"),
    ] {
        assert_eq!(with(from, to), points, "{from} to {to}");
    }
    let strength = |to: &'static str| {
        let pairs = [("5", "5"), ("5", "5"), ("100", to), ("1", "1"), ("350", "350"), ("3", "3")];
        ["0", "10", "20", "27.5", "32.5"].into_iter().find(|total| totals(pairs, total)).unwrap()
    };
    let found = ["103", "104", "115", "116", "130", "131", "145", "146"].map(strength);
    assert_eq!(found, ["0", "10", "10", "20", "20", "27.5", "27.5", "32.5"]);
}

#[test]
fn a_missing_measure_has_the_points_it_can_have() {
    let without = |pairs: [(&'static str, &'static str); 6], place: usize| {
        let mut pairs = pairs;
        pairs[place].1 = "?";
        scored(pairs)
    };
    assert_eq!(degrees("tis-2016", "", &without(T1, 4)), [Met; 3], "67.5 to 75 without the enzyme");
    assert_eq!(degrees("tis-2016-jdm", "", &without(T1, 4)), [Met, Met, Undetermined]);
    assert_eq!(degrees("tis-2016", "", &without(T2, 4)), [Undetermined, NotMet, NotMet], "17.5 to 25");
    assert_eq!(
        degrees("tis-2016", "", &without(T2, 2)),
        [Undetermined, NotMet, NotMet],
        "at most 20 of 150 can be gained"
    );
    let no_limit = RANGES.into_iter().fold(myositis(T2), |visit, (name, max)| visit.range(name, "0", max));
    assert_eq!(degrees("tis-2016", "", &no_limit), [Undetermined, NotMet, NotMet], "no upper limit of normal");
}

/// Worked example: 22 to 17 at both, 20 to 16 at 4 only.
#[test]
fn skin_activity_improves_by_four_or_five_points() {
    let both =
        |from: &str, to: &str| ["cdasi-improvement-4", "cdasi-improvement-5"].map(|id| pair(id, "cdasi", from, to));
    assert_eq!(both("22", "17"), [Met, Met]);
    assert_eq!(both("20", "16"), [Met, NotMet]);
    assert_eq!(both("20", "17"), [NotMet, NotMet]);
    assert_eq!(along("cdasi-improvement-4", "baseline.cdasi=20", "cdasi", ["15..16", "15..17"]), [Met, Undetermined]);
}
