//! Lupus nephritis: complete and partial responses.

use engraft_base::Verdict::{Met, NotEvaluable, NotMet, Undetermined};

use super::{along, at, pair, visit};

/// A subject in whom nothing but protein and filtration stands in the way.
const CLEAN: &str = "treatment_failure=0 rescue=0 steroid_excess=0 highest_prednisone=5 intercurrent_event=0 \
    cellular_casts=0 glomerular_haematuria=0 baseline.creatinine=1 creatinine=1";

const COMPLETE: [&str; 8] = [
    "kdigo-2024-10-cr",
    "kdigo-2024-15-cr",
    "bliss-ln-crr",
    "aurora-crr",
    "aurora-crr-and",
    "regency-crr",
    "allure-crr",
    "acr-2024-cr",
];

/// Worked example N1: 3.2 to 0.45 g/g, filtration 82 to 79 (3.7 % down), 82 before the flare.
#[test]
fn n1_is_complete_everywhere_but_in_mg_per_mmol() {
    let n1 = format!("{CLEAN} baseline.upcr=3.2 upcr=0.45 baseline.egfr=82 egfr=79 baseline.pre_flare_egfr=82");
    for id in COMPLETE {
        assert_eq!(at(id, &n1), Met, "{id}");
    }
    // 0.45 g/g are 50.9 mg/mmol
    let mmol = "baseline.upcr=362 upcr=50.9";
    assert_eq!(at("eular-era-2012-cr", &format!("{mmol} baseline.egfr=82 egfr=79")), NotMet);
    assert_eq!(at("eular-era-2012-cr", &format!("{mmol} baseline.egfr=95 egfr=95")), NotMet, "whatever the filtration");
    assert_eq!(visit("egfr=79 baseline.pre_flare_egfr=82").answer("0.9 * baseline.pre_flare_egfr == 73.8"), Met);
}

/// Worked example N2: 4.0 to 1.6 g/g (60 % down), filtration 60 to 58.
#[test]
fn n2_is_partial() {
    let n2 = format!("{CLEAN} baseline.upcr=4.0 upcr=1.6 baseline.egfr=60 egfr=58 baseline.pre_flare_egfr=60");
    assert_eq!(["kdigo-2024-10-pr", "kdigo-2024-15-pr", "aurora-pr"].map(|id| at(id, &n2)), [Met; 3]);
    assert_eq!(at("bliss-ln-perr", &n2), NotMet);
    assert_eq!(COMPLETE.map(|id| at(id, &n2)), [NotMet; 8]);
}

/// Worked example N3: 0.65 g/g, filtration 70, 95 before the flare (26 % down).
#[test]
fn n3_is_a_primary_efficacy_response_only() {
    let n3 = format!("{CLEAN} baseline.upcr=3 upcr=0.65 baseline.egfr=70 egfr=70 baseline.pre_flare_egfr=95");
    assert_eq!(at("bliss-ln-perr", &n3), Met, "filtration of at least 60");
    assert_eq!(COMPLETE.map(|id| at(id, &n3)), [NotMet; 8]);
    let day = "proteinuria=0.65 baseline.egfr=70 egfr=70";
    assert_eq!(["eular-2019-05-cr", "eular-2019-07-cr"].map(|id| at(id, day)), [NotMet, Met]);
    assert_eq!(at("china-pmc9386217", day), NotMet);
}

#[test]
fn limits_of_protein() {
    let rest = format!("{CLEAN} baseline.upcr=3 baseline.egfr=90 egfr=90 baseline.pre_flare_egfr=90");
    for id in
        ["kdigo-2024-10-cr", "kdigo-2024-15-cr", "bliss-ln-crr", "regency-crr", "regency-crr-low-dose", "allure-crr"]
    {
        assert_eq!(along(id, &rest, "upcr", ["0.499", "0.5", "0.501"]), [Met, NotMet, NotMet], "{id}");
    }
    for id in ["aurora-crr", "aurora-crr-and", "acr-2024-cr"] {
        assert_eq!(along(id, &rest, "upcr", ["0.499", "0.5", "0.501"]), [Met, Met, NotMet], "{id}");
    }
    for (id, values, expected) in [
        ("bliss-ln-perr", ["0.699", "0.7", "0.701"], [Met, Met, NotMet]),
        ("eular-2023-05-cr", ["0.499", "0.5", "0.501"], [Met, NotMet, NotMet]),
        ("eular-2023-07-cr", ["0.699", "0.7", "0.701"], [Met, NotMet, NotMet]),
        ("regency-upcr-08", ["0.799", "0.8", "0.801"], [Met, NotMet, NotMet]),
        ("tcr-strict", ["0.149", "0.15", "0.151"], [Met, NotMet, NotMet]),
        ("csle-childhood-crr", ["0.199", "0.2", "0.201"], [NotMet, NotMet, NotMet]),
        ("kdigo-2024-10-pr", ["1.49", "1.5", "1.51"], [Met, Met, NotMet]),
        ("kdigo-2024-15-pr", ["1.49", "1.5", "1.51"], [Met, Met, NotMet]),
        ("aurora-pr", ["1.49", "1.5", "1.51"], [Met, Met, NotMet]),
    ] {
        assert_eq!(along(id, &rest, "upcr", values), expected, "{id}");
    }
    let high = format!("{rest} baseline.upcr=7");
    assert_eq!(along("kdigo-2024-10-pr", &high, "upcr", ["2.99", "3"]), [Met, NotMet], "3 g/g is no partial response");
    assert_eq!(along("acr-2024-cr", &format!("{rest} baseline.upcr=0.9"), "upcr", ["0.45", "0.46"]), [Met, NotMet]);
    let child = format!("{CLEAN} egfr=95");
    assert_eq!(along("csle-childhood-crr", &child, "upcr", ["0.2", "0.201"]), [Met, NotMet]);
}

#[test]
fn limits_in_other_units() {
    let rest = "baseline.upcr=400 baseline.egfr=95 egfr=95";
    assert_eq!(along("eular-era-2012-cr", rest, "upcr", ["49.9", "50", "50.1"]), [Met, NotMet, NotMet]);
    assert_eq!(along("eular-era-2012-pr", rest, "upcr", ["199", "200", "201"]), [Met, Met, NotMet]);
    assert_eq!(along("eular-era-2012-pr", "baseline.upcr=800 egfr=95", "upcr", ["349", "350"]), [Met, NotMet]);
    let day = "baseline.proteinuria=4 baseline.egfr=95 egfr=95";
    assert_eq!(along("eular-2019-05-cr", day, "proteinuria", ["0.49", "0.5"]), [Met, NotMet]);
    assert_eq!(along("eular-2019-07-cr", day, "proteinuria", ["0.69", "0.7"]), [Met, NotMet]);
    assert_eq!(along("china-pmc9386217", day, "proteinuria", ["0.49", "0.5"]), [Met, NotMet]);
    assert_eq!(along("eular-2019-fall-25", day, "proteinuria", ["3", "3.01"]), [Met, NotMet]);
    assert_eq!(along("eular-2019-fall-50", day, "proteinuria", ["2", "2.01"]), [Met, NotMet]);
    assert_eq!(pair("eular-2019-fall-50", "proteinuria", "0", "0"), NotEvaluable);
}

#[test]
fn limits_of_filtration() {
    let rest = format!("{CLEAN} baseline.upcr=3 upcr=0.4 baseline.egfr=80 baseline.pre_flare_egfr=80");
    for (id, values, expected) in [
        ("kdigo-2024-10-cr", ["72.1", "72", "71.9"], [Met, Met, NotMet]),
        ("kdigo-2024-15-cr", ["68.1", "68", "67.9"], [Met, Met, NotMet]),
        ("kdigo-2024-10-pr", ["72.1", "72", "71.9"], [Met, Met, NotMet]),
        ("regency-crr", ["68.1", "68", "67.9"], [Met, Met, NotMet]),
        ("allure-crr", ["68.1", "68", "67.9"], [Met, Met, NotMet]),
        ("bliss-ln-crr", ["72.1", "72", "71.9"], [Met, Met, NotMet]),
        ("aurora-crr-and", ["64.1", "64", "63.9"], [Met, Met, NotMet]),
        ("eular-era-2012-cr", ["81", "80.9", "90"], [Met, NotMet, Met]),
    ] {
        assert_eq!(along(id, &rest, "egfr", values), expected, "{id}");
    }
    // from above the fixed limits only these count
    let high = format!("{rest} baseline.egfr=120 baseline.pre_flare_egfr=120");
    assert_eq!(along("bliss-ln-crr", &high, "egfr", ["90", "89.9"]), [Met, NotMet]);
    assert_eq!(along("bliss-ln-perr", &high, "egfr", ["60", "59.9"]), [Met, NotMet]);
    assert_eq!(along("bliss-ln-perr", &rest, "egfr", ["64", "59.9"]), [Met, NotMet]);
    assert_eq!(
        at("bliss-ln-perr", &format!("{rest} baseline.pre_flare_egfr=50 egfr=40")),
        Met,
        "exactly 20 % below 50"
    );
    assert_eq!(along("allure-crr", &high, "egfr", ["90", "89.9"]), [Met, NotMet]);
    assert_eq!(along("aurora-crr-and", &high, "egfr", ["96", "95.9"]), [Met, NotMet], "a fall of more than 20 %");
    assert_eq!(along("eular-era-2012-cr", &high, "egfr", ["90", "89.9"]), [Met, NotMet], "normal before");
    for id in ["eular-2019-05-cr", "china-pmc9386217"] {
        let near = |base: &str, values| along(id, &format!("proteinuria=0.3 baseline.egfr={base}"), "egfr", values);
        assert_eq!(near("80", ["72", "71.9"]), [Met, NotMet], "{id}");
        assert_eq!(near("120", ["90", "89.9"]), [Met, NotMet], "{id}");
    }
    assert_eq!(along("csle-childhood-crr", &format!("{CLEAN} upcr=0.2"), "egfr", ["95", "94.9"]), [Met, NotMet]);
    let creatinine = format!("{CLEAN} baseline.upcr=3 upcr=0.4");
    assert_eq!(along("acr-2024-cr", &creatinine, "creatinine", ["0.6", "1.2", "1.21"]), [Met, Met, NotMet]);
}

/// A fall of more than 20 % counts when the previous visit had it too, and only below 60.
#[test]
fn aurora_asks_for_a_confirmed_fall() {
    let rest = format!("{CLEAN} upcr=0.4 baseline.egfr=70");
    let fall = |previous: &str, now: &str| at("aurora-crr", &format!("{rest} previous.egfr={previous} egfr={now}"));
    assert_eq!(fall("55", "55"), NotMet);
    assert_eq!(fall("56", "55"), Met, "56 is exactly 20 % below 70");
    assert_eq!(fall("55", "56"), Met);
    assert_eq!(fall("?", "55"), Undetermined);
    assert_eq!(fall("?", "60"), Met);
}

#[test]
fn clauses_on_treatment_and_sediment() {
    let rest = format!("{CLEAN} baseline.upcr=3 upcr=0.4 baseline.egfr=90 egfr=90 baseline.pre_flare_egfr=90");
    for (id, clause) in [
        ("bliss-ln-perr", "treatment_failure"),
        ("bliss-ln-crr", "treatment_failure"),
        ("aurora-crr", "rescue"),
        ("aurora-crr", "steroid_excess"),
        ("aurora-crr-and", "rescue"),
        ("regency-crr", "intercurrent_event"),
        ("allure-crr", "cellular_casts"),
    ] {
        assert_eq!(along(id, &rest, clause, ["0", "1", "?"]), [Met, NotMet, Undetermined], "{id}: {clause}");
        let bad = format!("{rest} upcr=0.9");
        assert_eq!(along(id, &bad, clause, ["?"]), [NotMet], "{id}: the protein decides");
    }
    for (id, on, above, expected) in [
        ("allure-crr", "11", "10.9", [NotMet, Met]),
        ("aurora-crr-and", "10", "9.9", [NotMet, Met]),
        ("regency-crr-low-dose", "7.5", "7.6", [Met, NotMet]),
    ] {
        assert_eq!(along(id, &rest, "highest_prednisone", [on, above]), expected, "{id}");
    }
    let child = "upcr=0.2 egfr=95";
    assert_eq!(along("csle-childhood-crr", child, "glomerular_haematuria", ["0", "1"]), [Met, NotMet]);
}

#[test]
fn two_better_and_none_worse_make_a_partial_response_of_childhood() {
    let judge = |courses: [&str; 3]| {
        let names = ["proteinuria_course", "filtration_course", "haematuria_course"];
        let known = names.into_iter().zip(courses).filter(|(_, course)| !course.is_empty());
        super::answer("csle-childhood-prr", &known.fold(visit(""), |visit, (name, course)| visit.text(name, course)))
    };
    assert_eq!(judge(["better", "better", "stable"]), Met);
    assert_eq!(judge(["better", "better", "better"]), Met);
    assert_eq!(judge(["better", "better", "worse"]), NotMet);
    assert_eq!(judge(["better", "stable", "stable"]), NotMet);
    assert_eq!(judge(["better", "better", ""]), Undetermined);
    assert_eq!(judge(["better", "worse", ""]), NotMet);
}
