//! Worked conversions, spellings and unit slips.

use engraft_base::Dec;

use super::{analytes, find_analyte, rescale, table, unit_known};

fn dec(text: &str) -> Dec {
    Dec::parse(text).unwrap()
}

fn convert(analyte: &str, value: &str, from: &str, to: &str) -> Dec {
    let analyte = find_analyte(analyte).unwrap();
    let unit = |text: &str| analyte.unit(text).unwrap_or_else(|| panic!("no unit {text}"));
    analyte.convert(dec(value), unit(from), unit(to)).unwrap()
}

fn slip(analyte: &str, value: &str, stated: &str) -> Option<&'static str> {
    let analyte = find_analyte(analyte).unwrap();
    analyte.unit_slip(dec(value), analyte.unit(stated).unwrap()).map(|unit| unit.ucum)
}

#[test]
fn worked_conversions_are_exact() {
    for (analyte, value, from, to, expected) in [
        ("creatinine", "1.2", "mg/dL", "umol/L", "106.08"),
        ("upcr", "50", "mg/mmol", "mg/g", "442"),
        ("upcr", "0.5", "g/g", "mg/g", "500"),
        ("c3", "0.55", "g/L", "mg/dL", "55"),
        ("c4", "12", "mg/dL", "g/L", "0.12"),
        ("crp", "7", "mg/L", "mg/dL", "0.7"),
        ("ck", "2.833", "ukat/L", "U/L", "169.98"),
        ("bilirubin", "1.2", "mg/dL", "umol/L", "20.52"),
        ("haemoglobin", "10", "g/dL", "g/L", "100"),
        ("haemoglobin", "10", "g/dL", "mmol/L", "6.206"),
        ("bun", "20", "mg/dL", "mmol/L", "7.14"),
        ("albumin", "3.4", "g/dL", "g/L", "34"),
        ("wbc", "2400", "/uL", "10*9/L", "2.4"),
        ("body-temperature", "100.4", "F", "Cel", "38"),
        ("body-temperature", "38", "Cel", "F", "100.4"),
        ("protein-24h", "500", "mg/24h", "g/24h", "0.5"),
    ] {
        assert_eq!(convert(analyte, value, from, to), dec(expected), "{analyte} {value} {from}");
    }
}

#[test]
fn worked_conversions_that_do_not_end_agree_as_printed() {
    for (analyte, value, from, to, expected, tolerance) in [
        ("creatinine", "62", "umol/L", "mg/dL", 0.7014, 5e-5),
        ("upcr", "500", "mg/g", "mg/mmol", 56.56, 5e-3),
        ("upcr", "1500", "mg/g", "mg/mmol", 169.7, 5e-2),
        ("upcr", "1", "g/g", "mg/mmol", 113.1, 5e-2),
        ("glucose", "54", "mg/dL", "mmol/L", 2.9973, 5e-5),
    ] {
        let value = convert(analyte, value, from, to).to_f64();
        assert!((value - expected).abs() < tolerance, "{analyte}: {value}");
    }
    assert!(convert("glucose", "54", "mg/dL", "mmol/L") < dec("3"));
}

#[test]
fn micro_and_powers_of_ten_may_be_written_in_several_ways() {
    let ck = find_analyte("CK").unwrap();
    for text in ["ukat/L", "\u{b5}kat/L", "\u{3bc}kat/L", "microkat/L", " ukat/l "] {
        assert_eq!(ck.unit(text).unwrap().ucum, "ukat/L", "{text:?}");
    }
    let wbc = find_analyte("white blood cells").unwrap();
    for text in ["10*9/L", "10^9/L", "x10^9/L", "×10⁹/L", "10E9/L", "x 10^9/l", "10^3/µL", "G/L"] {
        assert_eq!(wbc.unit(text).map(|u| u.ucum), Some("10*9/L"), "{text:?}");
    }
    assert_eq!(wbc.unit("cells/µL").unwrap().ucum, "/uL");
    assert_eq!(find_analyte("egfr").unwrap().unit("ml/min/1.73m²").unwrap().ucum, "mL/min/{1.73_m2}");
    assert_eq!(find_analyte("creatinine").unwrap().unit("µmol/L").unwrap().ucum, "umol/L");
    assert!(unit_known("µmol/L") && unit_known("g/24 h") && !unit_known("furlongs") && !unit_known(""));
}

#[test]
fn analytes_that_look_alike_are_kept_apart() {
    assert!(find_analyte("ck-mb").is_none());
    assert!(find_analyte("CK MB mass").unwrap().unit("U/L").is_none());
    assert!(find_analyte("ck-mb-activity").unwrap().unit("ng/mL").is_none());
    assert!(find_analyte("upcr").unwrap().unit("g/24h").is_none());
    assert!(find_analyte("urea").unwrap().unit("mg/dL").is_none());
    assert_eq!(find_analyte("Hgb").unwrap().id, "haemoglobin");
}

#[test]
fn antibodies_to_dna_are_not_converted() {
    let dna = find_analyte("anti-dsDNA").unwrap();
    let (iu, percent) = (dna.unit("IU/mL").unwrap(), dna.unit("%").unwrap());
    assert_eq!(dna.convert(dec("30"), iu, percent), None);
    assert_eq!(dna.convert(dec("30"), iu, iu), Some(dec("30")));
    assert_eq!(percent.rule, "anti-dsdna-percent-not-converted");
}

#[test]
fn rules_are_named_after_their_units() {
    assert_eq!(find_analyte("ck").unwrap().unit("ukat/L").unwrap().rule, "ck-ukat-per-l-to-u-per-l");
    assert_eq!(find_analyte("creatinine").unwrap().unit("mg/dL").unwrap().rule, "creatinine-mg-per-dl-to-umol-per-l");
    assert_eq!(find_analyte("ck").unwrap().unit("U/L").unwrap().rule, "ck-u-per-l-kept");
    let mut rules: Vec<&str> = analytes().iter().flat_map(|a| &a.units).map(|u| u.rule.as_str()).collect();
    let count = rules.len();
    rules.sort_unstable();
    rules.dedup();
    assert_eq!(rules.len(), count);
}

#[test]
fn a_value_in_the_wrong_unit_is_recognised() {
    assert_eq!(slip("creatinine", "1.2", "umol/L"), Some("mg/dL"));
    assert_eq!(slip("creatinine", "88", "mg/dL"), Some("umol/L"));
    assert_eq!(slip("c3", "55", "g/L"), Some("mg/dL"));
    assert_eq!(slip("haemoglobin", "12", "g/L"), Some("g/dL"));
    assert_eq!(slip("wbc", "2400", "10*9/L"), Some("/uL"));
    assert_eq!(slip("body-temperature", "100.4", "Cel"), Some("[degF]"));
    assert_eq!(slip("creatinine", "80", "umol/L"), None);
    assert_eq!(slip("ck", "-1", "U/L"), None);
}

#[test]
fn every_number_of_the_table_reads_and_names_are_unique() {
    let mut names = std::collections::BTreeSet::new();
    assert!(analytes().is_sorted_by_key(|a| a.id));
    for (row, analyte) in std::iter::zip(table::ROWS, analytes()) {
        assert_eq!(row.id, analyte.id);
        assert_eq!(analyte.units.len(), row.others.len() + 1, "{}", row.id);
        assert_eq!(analyte.canonical_unit(), analyte.units.first());
        for name in std::iter::once(&analyte.id).chain(analyte.aliases) {
            let name = super::text::fold_name(name);
            assert!(
                names.insert((name.clone(), analyte.id)) && find_analyte(&name).unwrap().id == analyte.id,
                "{name}"
            );
        }
        for unit in &analyte.units {
            assert!(unit.plausible.0 < unit.plausible.1, "{} {}", row.id, unit.ucum);
            for text in std::iter::once(&unit.ucum).chain(unit.aliases) {
                assert_eq!(analyte.unit(text).unwrap().ucum, unit.ucum, "{} {text}", row.id);
            }
        }
    }
}

#[test]
fn scales_from_zero_are_carried_explicitly() {
    assert_eq!(rescale(dec("7"), dec("10"), dec("3")), Some(dec("2.1")));
    assert_eq!(rescale(dec("64"), dec("100"), dec("10")), Some(dec("6.4")));
    assert_eq!(rescale(dec("1"), Dec::ZERO, dec("3")), None);
}
