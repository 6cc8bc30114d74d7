//! The analytes and their units. Plausible limits are stated in the canonical unit and carried to the others.

use engraft_base::Dec;

use super::{Analyte, AnalyteUnit, CREATININE_UMOL_PER_MG_DL, Factor, RATIO_MG_G_PER_MG_MMOL};

/// One analyte as written down here.
pub(super) struct Row {
    pub(super) id: &'static str,
    label: &'static str,
    aliases: &'static [&'static str],
    canonical: &'static str,
    canonical_aliases: &'static [&'static str],
    plausible: (&'static str, &'static str),
    log_scale: bool,
    pub(super) others: &'static [Other],
}

/// A further unit: UCUM text, other spellings, and how it becomes the canonical unit.
pub(super) struct Other(&'static str, &'static [&'static str], Rule);

enum Rule {
    /// Times the first, over the second.
    Ratio(&'static str, &'static str),
    /// Less the first, times the second, over the third.
    Shifted(&'static str, &'static str, &'static str),
    /// No conversion; plausible limits of its own.
    None(&'static str, &'static str),
}
use Rule::{Ratio, Shifted};

const IU: &[&str] = &["IU/L", "[IU]/L", "UI/L"];
const KATAL: &[Other] = &[Other("ukat/L", &["microkat/L", "umol/s/L"], Ratio("60", "1"))];
const G_L: &[&str] = &["mg/mL"];
const MG_DL_TO_G_L: Other = Other("mg/dL", &["mg%"], Ratio("1", "100"));
const MG_L_TO_G_L: Other = Other("mg/L", &[], Ratio("1", "1000"));
const CELLS: &[&str] = &["10*3/uL", "10*3/mm3", "G/L", "/nL", "10*9/l", "K/uL", "thou/uL"];
const PER_UL: &[Other] =
    &[Other("/uL", &["cells/uL", "/mm3", "cells/mm3", "{cells}/uL", "10*6/L"], Ratio("1", "1000"))];

/// A milliequivalent of an ion with one charge is a millimole.
const MEQ: &[Other] = &[Other("meq/L", &["mEq/L"], Ratio("1", "1"))];

const fn row(id: &'static str, label: &'static str, aliases: &'static [&'static str], canonical: &'static str) -> Row {
    Row { id, label, aliases, canonical, canonical_aliases: &[], plausible: ("0", "0"), log_scale: false, others: &[] }
}

impl Row {
    const fn spelled(mut self, aliases: &'static [&'static str]) -> Row {
        self.canonical_aliases = aliases;
        self
    }

    const fn plausible(mut self, low: &'static str, high: &'static str) -> Row {
        self.plausible = (low, high);
        self
    }

    const fn log(mut self) -> Row {
        self.log_scale = true;
        self
    }

    const fn or(mut self, others: &'static [Other]) -> Row {
        self.others = others;
        self
    }
}

/// Sorted by identifier.
pub(super) const ROWS: &[Row] = &[
    row("albumin", "albumin", &["alb", "serum albumin"], "g/L")
        .plausible("5", "70")
        .or(&[Other("g/dL", &[], Ratio("10", "1")), Other("mg/dL", &[], Ratio("1", "100"))]),
    row("aldolase", "aldolase", &["ald"], "U/L").spelled(IU).plausible("0.1", "500").log().or(KATAL),
    row("alp", "alkaline phosphatase", &["alk phos", "alkp"], "U/L")
        .spelled(IU)
        .plausible("1", "20000")
        .log()
        .or(KATAL),
    row("alt", "alanine aminotransferase", &["alat", "sgpt", "gpt"], "U/L")
        .spelled(IU)
        .plausible("1", "20000")
        .log()
        .or(KATAL),
    row("amylase", "amylase", &["amyl"], "U/L").spelled(IU).plausible("1", "50000").log().or(KATAL),
    row("anti-dsdna", "antibodies to double-stranded DNA", &["dsdna", "anti-dna"], "[IU]/mL")
        .spelled(&["IU/mL", "kIU/L", "UI/mL"])
        .plausible("0", "100000")
        .log()
        .or(&[
            Other("%", &["% binding", "%{binding}"], Rule::None("0", "100")),
            Other("{titre}", &["titre", "titer", "{titer}", "1:n"], Rule::None("1", "1000000")),
            Other("U/mL", &["{arb'U}/mL", "AU/mL"], Rule::None("0", "100000")),
        ]),
    row("ast", "aspartate aminotransferase", &["asat", "sgot", "got"], "U/L")
        .spelled(IU)
        .plausible("1", "20000")
        .log()
        .or(KATAL),
    row("bilirubin", "bilirubin, total", &["tbil", "total bilirubin"], "umol/L")
        .plausible("0.5", "1200")
        .log()
        .or(&[Other("mg/dL", &["mg%"], Ratio("17.1", "1"))]),
    row("body-temperature", "body temperature", &["temperature", "temp"], "Cel")
        .spelled(&["C", "°C", "degC"])
        .plausible("25", "45")
        .or(&[Other("[degF]", &["F", "°F", "degF"], Shifted("32", "5", "9"))]),
    row("bun", "blood urea nitrogen", &["urea nitrogen"], "mmol/L").plausible("0.3", "110").or(&[Other(
        "mg/dL",
        &["mg%"],
        Ratio("0.357", "1"),
    )]),
    row("c3", "complement C3", &[], "g/L").spelled(G_L).plausible("0.02", "4").or(&[MG_DL_TO_G_L, MG_L_TO_G_L]),
    row("c4", "complement C4", &[], "g/L").spelled(G_L).plausible("0.005", "1.5").or(&[MG_DL_TO_G_L, MG_L_TO_G_L]),
    row("calcium-corrected", "calcium, corrected for albumin", &["albumin-corrected calcium"], "mmol/L")
        .plausible("0.3", "8")
        .or(&[Other("mg/dL", &[], Ratio("10", "40.078")), Other("meq/L", &["mEq/L"], Ratio("1", "2"))]),
    row("calcium-ionised", "calcium, ionised", &["ionised calcium", "ionized calcium"], "mmol/L")
        .plausible("0.2", "5")
        .or(&[Other("mg/dL", &[], Ratio("10", "40.078")), Other("meq/L", &["mEq/L"], Ratio("1", "2"))]),
    row("cd4", "CD4 lymphocytes", &["cd4 count", "t helper cells"], "10*9/L")
        .spelled(CELLS)
        .plausible("0", "20")
        .or(PER_UL),
    row("ck", "creatine kinase", &["cpk", "creatine phosphokinase", "ck total"], "U/L")
        .spelled(IU)
        .plausible("5", "500000")
        .log()
        .or(KATAL),
    row("ck-mb-activity", "creatine kinase MB, activity", &["creatine kinase mb activity"], "U/L")
        .spelled(IU)
        .plausible("0", "20000")
        .log()
        .or(KATAL),
    row("ck-mb-mass", "creatine kinase MB, mass", &["creatine kinase mb mass"], "ug/L")
        .spelled(&["ng/mL"])
        .plausible("0", "5000")
        .log(),
    row("creatinine", "creatinine", &["creat", "scr", "serum creatinine", "crea"], "umol/L")
        .plausible("10", "3000")
        .log()
        .or(&[Other("mg/dL", &["mg%"], Ratio(CREATININE_UMOL_PER_MG_DL, "1"))]),
    row("crp", "C-reactive protein", &["hs-crp"], "mg/L").spelled(&["ug/mL"]).plausible("0", "700").log().or(&[Other(
        "mg/dL",
        &["mg%"],
        Ratio("10", "1"),
    )]),
    row("egfr", "estimated glomerular filtration rate", &["gfr"], "mL/min/{1.73_m2}")
        .spelled(&["mL/min/1.73m2", "mL/min/1.73 m^2", "mL/min/1.73m²"])
        .plausible("1", "250"),
    row("esr", "erythrocyte sedimentation rate", &["bsg", "sedimentation rate"], "mm/h")
        .spelled(&["mm/hr", "mm/1h", "mm/1hr"])
        .plausible("0", "200")
        .log(),
    row("ferritin", "ferritin", &[], "ug/L").spelled(&["ng/mL"]).plausible("1", "200000").log(),
    row("fibrinogen", "fibrinogen", &["fib"], "g/L").plausible("0.1", "15").or(&[MG_DL_TO_G_L]),
    row("ggt", "gamma-glutamyltransferase", &["gamma gt", "ggtp"], "U/L")
        .spelled(IU)
        .plausible("1", "20000")
        .log()
        .or(KATAL),
    row("glucose", "glucose", &["glu", "blood glucose"], "mmol/L").plausible("0.3", "80").or(&[Other(
        "mg/dL",
        &["mg%"],
        Ratio("1", "18.016"),
    )]),
    row("haemoglobin", "haemoglobin", &["hemoglobin", "hb", "hgb"], "g/L")
        .plausible("20", "260")
        .or(&[Other("g/dL", &["g%"], Ratio("10", "1")), Other("mmol/L", &["mmol{Fe}/L"], Ratio("10", "0.6206"))]),
    row("ige", "immunoglobulin E, total", &["total ige"], "k[IU]/L")
        .spelled(&["kU/L", "kIU/L", "[IU]/mL", "IU/mL", "U/mL"])
        .plausible("0", "100000")
        .log(),
    row("igg", "immunoglobulin G", &[], "g/L").plausible("0.1", "100").or(&[MG_DL_TO_G_L]),
    row("inr", "international normalised ratio", &["pt inr"], "{INR}").spelled(&["1", "INR"]).plausible("0.3", "30"),
    row("ldh", "lactate dehydrogenase", &["ld"], "U/L").spelled(IU).plausible("20", "50000").log().or(KATAL),
    row("lipase", "lipase", &["lip"], "U/L").spelled(IU).plausible("1", "50000").log().or(KATAL),
    row("lymphocytes", "lymphocytes", &["alc", "lymph"], "10*9/L").spelled(CELLS).plausible("0", "200").or(PER_UL),
    row("magnesium", "magnesium", &["mg serum"], "mmol/L")
        .plausible("0.1", "6")
        .or(&[Other("mg/dL", &[], Ratio("10", "24.305")), Other("meq/L", &["mEq/L"], Ratio("1", "2"))]),
    row("neutrophils", "neutrophils", &["anc", "neut"], "10*9/L").spelled(CELLS).plausible("0", "100").or(PER_UL),
    row("phosphate", "phosphate", &["phosphorus"], "mmol/L").plausible("0.05", "10").or(&[Other(
        "mg/dL",
        &[],
        Ratio("10", "30.974"),
    )]),
    row("platelets", "platelets", &["plt", "thrombocytes"], "10*9/L").spelled(CELLS).plausible("0", "2500").or(PER_UL),
    row("potassium", "potassium", &["kalium"], "mmol/L").plausible("1", "12").or(MEQ),
    row("protein-24h", "protein in 24-hour urine", &["24h protein", "uprot24"], "g/(24.h)")
        .spelled(&["g/24h", "g/24 h", "g/d", "g/day"])
        .plausible("0", "40")
        .log()
        .or(&[Other("mg/(24.h)", &["mg/24h", "mg/24 h", "mg/d", "mg/day"], Ratio("1", "1000"))]),
    row("sodium", "sodium", &["natrium"], "mmol/L").plausible("80", "200").or(MEQ),
    row("upcr", "urine protein-creatinine ratio", &["protein creatinine ratio", "pcr urine", "upc"], "mg/g")
        .plausible("0", "40000")
        .log()
        .or(&[
            Other("mg/mmol", &["g/mol"], Ratio(RATIO_MG_G_PER_MG_MMOL, "1")),
            Other("g/g", &["mg/mg"], Ratio("1000", "1")),
        ]),
    row("urea", "urea", &["serum urea"], "mmol/L").plausible("0.3", "110"),
    row("wbc", "white blood cells", &["leukocytes", "leucocytes", "white cells"], "10*9/L")
        .spelled(CELLS)
        .plausible("0", "500")
        .or(PER_UL),
];

/// The table with its numbers read. A test shows that every number reads, so that no unit is left out.
pub(super) fn build() -> Vec<Analyte> {
    ROWS.iter().map(analyte).collect()
}

fn analyte(row: &Row) -> Analyte {
    let canonical = unit(row, row.canonical, row.canonical_aliases, &Ratio("1", "1"));
    let others = row.others.iter().map(|Other(ucum, aliases, rule)| unit(row, ucum, aliases, rule));
    Analyte {
        id: row.id,
        label: row.label,
        aliases: row.aliases,
        canonical: row.canonical,
        units: std::iter::once(canonical).chain(others).flatten().collect(),
        log_scale: row.log_scale,
    }
}

fn unit(row: &Row, ucum: &'static str, aliases: &'static [&'static str], rule: &Rule) -> Option<AnalyteUnit> {
    let (low, high) = match rule {
        Rule::None(low, high) => (low, high),
        Ratio(..) | Shifted(..) => (&row.plausible.0, &row.plausible.1),
    };
    let (low, high) = (Dec::parse(low)?, Dec::parse(high)?);
    let factor = match rule {
        Ratio(numerator, denominator) => Some(factor("0", numerator, denominator)?),
        Shifted(offset, numerator, denominator) => Some(factor(offset, numerator, denominator)?),
        Rule::None(..) => None,
    };
    let carried = |value: Dec| match factor {
        Some(f) => value.times(f.denominator)?.over(f.numerator)?.plus(f.offset),
        None => Some(value),
    };
    let rule = match factor {
        Some(_) if ucum == row.canonical => format!("{}-{}-kept", row.id, spelled(ucum)),
        Some(_) => format!("{}-{}-to-{}", row.id, spelled(ucum), spelled(row.canonical)),
        None => format!("{}-{}-not-converted", row.id, spelled(ucum)),
    };
    Some(AnalyteUnit { ucum, aliases, rule, factor, plausible: (carried(low)?, carried(high)?) })
}

fn factor(offset: &str, numerator: &str, denominator: &str) -> Option<Factor> {
    let (offset, numerator) = (Dec::parse(offset)?, Dec::parse(numerator)?);
    Some(Factor { offset, numerator, denominator: Dec::parse(denominator)? })
}

/// A unit as words of a rule's name: `ukat/L` is `ukat-per-l`.
fn spelled(ucum: &str) -> String {
    let words = ucum.replace('%', "percent").replace('/', " per ");
    engraft_base::id::make_valid(words.trim()).trim_start_matches('x').to_owned()
}
