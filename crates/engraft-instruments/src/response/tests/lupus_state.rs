//! Lupus: states of low activity and remission.

use engraft_base::Verdict::{self, Met, NotMet, Undetermined};

use super::{Sheet, Visit, When, along, answer, at, letters, numbers, pair};

#[test]
fn sledai_response_and_remission() {
    assert_eq!(["9", "8", "7"].map(|now| pair("sledai-2k-response-4", "sledai_2k", "12", now)), [NotMet, Met, Met]);
    assert_eq!(pair("sledai-2k-response-4", "sledai_2k", "12", "6..8"), Met);
    assert_eq!(pair("sledai-2k-response-4", "sledai_2k", "12", "6..9"), Undetermined);
    let remission = |now: &str| answer("sledai-2k-remission", &Visit::new().now("clinical_sledai", now));
    assert_eq!(
        [remission("0"), remission("1"), remission("0..1"), remission("1..2")],
        [Met, NotMet, Undetermined, NotMet]
    );
}

/// Worked examples D1 to D3.
#[test]
fn doris_remission_and_its_two_readings_of_the_dose() {
    let doris = |sledai: &str, pga: &str, dose: &str| {
        let visit = Visit::new().now("clinical_sledai", sledai).now("pga", pga).now("prednisone", dose);
        (answer("doris-2021-le5", &visit), answer("doris-2021-lt5", &visit))
    };
    assert_eq!(doris("0", "0.4", "5.0"), (Met, NotMet), "D1");
    assert_eq!(doris("0", "0.5", "0"), (NotMet, NotMet), "D2");
    assert_eq!(doris("1", "0.4", "0"), (NotMet, NotMet), "D3");
    assert_eq!(doris("0", "0.49", "4.99"), (Met, Met));
    assert_eq!(doris("0", "0.51", "4.99"), (NotMet, NotMet));
    assert_eq!(doris("0", "0.4", "5.01"), (NotMet, NotMet));
    assert_eq!(doris("0", "0.4", "?"), (Undetermined, Undetermined));
    assert_eq!(doris("1", "?", "?"), (NotMet, NotMet));
}

/// A physician global of exactly 0.5 is remission in one variant only.
#[test]
fn variants_of_doris() {
    let rest = "clinical_sledai=0 prednisone=0";
    let pga = ["0.49", "0.5", "0.51"];
    assert_eq!(along("doris-2021-le5-pga-le", rest, "pga", pga), [Met, Met, NotMet], "D2");
    assert_eq!(along("doris-2021-lt5-pga-le", rest, "pga", pga), [Met, Met, NotMet]);
    let dose = ["4.99", "5", "5.01"];
    assert_eq!(along("doris-2021-le5-pga-le", "clinical_sledai=0 pga=0.4", "prednisone", dose), [Met, Met, NotMet]);
    assert_eq!(along("doris-2021-lt5-pga-le", "clinical_sledai=0 pga=0.4", "prednisone", dose), [Met, NotMet, NotMet]);
}

#[test]
fn remission_without_treatment() {
    let all = ["doris-2017-complete-off-treatment", "doris-drug-free", "doris-treatment-free"];
    let off = |text: &str| {
        let rest = "clinical_sledai=0 sledai_2k=0 pga=0.4 prednisone=0 immunosuppressive=0 antimalarial=0";
        all.map(|id| at(id, &format!("{rest} {text}")))
    };
    assert_eq!(off(""), [Met; 3]);
    assert_eq!(off("antimalarial=1"), [Met, Met, NotMet]);
    assert_eq!(off("immunosuppressive=1"), [NotMet; 3]);
    assert_eq!(off("prednisone=0.5"), [NotMet; 3]);
    assert_eq!(off("pga=0.5"), [NotMet; 3]);
    assert_eq!(off("sledai_2k=2"), [NotMet, Met, Met], "serology alone");
    assert_eq!(off("immunosuppressive=?"), [Undetermined; 3]);
    assert_eq!(along("glucocorticoid-free", "", "prednisone", ["0", "0.1", "?"]), [Met, NotMet, Undetermined]);
}

type Cells = [(&'static str, &'static str)];

const REST: &str = "haemolysis=0 gastrointestinal_activity=0 pga=0.8 prednisone=7.5";

fn sheet(before: &Cells, now: &Cells, text: &str) -> Sheet {
    let sheet = Sheet::default().with(When::Previous, "sledai_2k", "sledai-2k", before);
    numbers(sheet.with(When::Now, "sledai_2k", "sledai-2k", now), &format!("{REST} {text}"))
}

fn lldas(before: &Cells, now: &Cells, text: &str) -> Verdict {
    answer("lldas", &sheet(before, now, text))
}

const JOINTS: &Cells = &[("arthritis", "1")];

/// Worked examples L1 to L4.
#[test]
fn lldas_worked_examples() {
    assert_eq!(lldas(JOINTS, JOINTS, ""), Met, "L1");
    assert_eq!(lldas(&[("proteinuria", "1")], &[("proteinuria", "1")], ""), NotMet, "L2: renal");
    let (before, now) = ([("low-complement", "1")], [("low-complement", "1"), ("rash", "1")]);
    assert_eq!(lldas(&before, &now, "pga=1.0"), NotMet, "L3: the rash is new");
    assert_eq!(
        answer("lldas-no-sfi-flare", &sheet(&before, &now, "pga=1.0 sfi_flare=0")),
        Met,
        "L3 by the flare index"
    );
    assert_eq!(answer("lldas-no-sfi-flare", &sheet(&before, &now, "pga=1.0 sfi_flare=1")), NotMet);
    assert_eq!(lldas(JOINTS, JOINTS, "prednisone=8"), NotMet, "L4");
}

#[test]
fn lldas_limits() {
    let with = |text: &str| lldas(JOINTS, JOINTS, text);
    assert_eq!([with("pga=0.99"), with("pga=1"), with("pga=1.01")], [Met, Met, NotMet]);
    assert_eq!([with("prednisone=7.49"), with("prednisone=7.5"), with("prednisone=7.51")], [Met, Met, NotMet]);
    assert_eq!([with("haemolysis=1"), with("gastrointestinal_activity=1")], [NotMet, NotMet]);
    let five = [("arthritis", "1"), ("leukopenia", "1")];
    assert_eq!(lldas(&five, &five, ""), NotMet, "5 points");
    assert_eq!(lldas(&[("fever", "1")], &[("fever", "1")], ""), NotMet, "fever is major, 1 point or not");
    assert_eq!(lldas(&[("leukopenia", "1")], &[("leukopenia", "1")], ""), Met);
}

#[test]
fn lldas_with_something_missing() {
    let without = |name: &str| {
        let kept: Vec<&str> = REST.split_whitespace().filter(|word| !word.starts_with(name)).collect();
        let sheet = Sheet::default().with(When::Previous, "sledai_2k", "sledai-2k", JOINTS);
        numbers(sheet.with(When::Now, "sledai_2k", "sledai-2k", JOINTS), &kept.join(" "))
    };
    assert_eq!(answer("lldas", &without("haemolysis")), Undetermined);
    assert_eq!(answer("lldas-parodis", &without("haemolysis")), Met, "not asked for there");
    assert_eq!(answer("lldas", &numbers(without("haemolysis"), "prednisone=8")), NotMet);
    assert_eq!(lldas(JOINTS, &[("arthritis", "1"), ("seizure", "")], ""), Undetermined);
    assert_eq!(lldas(JOINTS, &[("arthritis", "1"), ("rash", "")], ""), Undetermined);
    assert_eq!(lldas(&[("arthritis", "")], JOINTS, ""), Undetermined, "it may be new");
    let first = |now: &Cells| numbers(Sheet::default().with(When::Now, "sledai_2k", "sledai-2k", now), REST);
    assert_eq!(answer("lldas", &first(JOINTS)), Undetermined, "no previous assessment");
    assert_eq!(answer("lldas", &first(&[])), Met, "nothing there can be new");
}

#[test]
fn variants_of_lldas() {
    let of = |id: &str, cells: &Cells, text: &str| answer(id, &sheet(cells, cells, text));
    assert_eq!(of("lldas-parodis", JOINTS, "haemolysis=1"), Met);
    assert_eq!(of("lldas-parodis", &[("fever", "1")], ""), NotMet);
    assert_eq!(of("lldas-parodis", &[("pyuria", "1")], ""), NotMet);
    assert_eq!(of("lldas-parodis", &[("vasculitis", "1")], ""), NotMet, "8 points");
    let strict = ["0", "1"].map(|drug| of("lldas-strict-drug", JOINTS, &format!("investigational_drug={drug}")));
    assert_eq!(strict, [Met, NotMet]);
    assert_eq!(of("lldas-strict-drug", JOINTS, ""), Undetermined);
    let most = "hydroxychloroquine=400 methotrexate=30 azathioprine=200 mycophenolate=3000 mycophenolic_acid=2160 \
                leflunomide=20";
    assert_eq!(of("lldas-drug-limits", JOINTS, most), Met);
    for above in [
        "hydroxychloroquine=401",
        "methotrexate=30.5",
        "azathioprine=201",
        "mycophenolate=3001",
        "mycophenolic_acid=2161",
        "leflunomide=21",
    ] {
        assert_eq!(of("lldas-drug-limits", JOINTS, &format!("{most} {above}")), NotMet, "{above}");
    }
}

#[test]
fn new_activity_by_selena_and_bilag() {
    let with = |before: &str, now: &str, selena: &Cells| {
        let sheet = sheet(&[], JOINTS, "").with(When::Previous, "selena_sledai", "selena-sledai", JOINTS).with(
            When::Now,
            "selena_sledai",
            "selena-sledai",
            selena,
        );
        answer("lldas-no-new-activity", &letters(letters(sheet, When::Previous, before), When::Now, now))
    };
    assert_eq!(with("C", "C", JOINTS), Met, "the change of SLEDAI-2K does not count here");
    assert_eq!(with("C", "B", JOINTS), NotMet);
    assert_eq!(with("B", "B", JOINTS), Met);
    assert_eq!(with("C", "A", JOINTS), NotMet);
    assert_eq!(with("C", "C", &[("arthritis", "1"), ("rash", "1")]), NotMet);
}

#[test]
fn changes_of_more_than_three_points() {
    let change = |to: &str| {
        let text = format!("previous.sledai=8 sledai={to}");
        ["sledai-flare", "sledai-improvement", "sledai-persistent"].map(|id| at(id, &text))
    };
    assert_eq!(change("12"), [Met, NotMet, NotMet]);
    assert_eq!(change("11"), [NotMet, NotMet, Met]);
    assert_eq!(change("5"), [NotMet, NotMet, Met]);
    assert_eq!(change("4"), [NotMet, Met, NotMet]);
    assert_eq!(change("10..12"), [Undetermined, NotMet, Undetermined]);
}
