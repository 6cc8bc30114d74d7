//! Clinical findings: cytokine release, neurotoxicity, infusion reactions.

use engraft_analysis::stat::{Problem, Table};
use engraft_instruments::grading::{
    ClinicalFault, ClinicalGrade, Consciousness, Crs, Icans, Ice, IceScore, InfusionReaction, Oedema, Oxygen, Seizure,
    astct_crs, astct_icans, infusion_reaction,
};

use super::{Graded, Reader, text};

const HEADER: [&str; 3] = ["grade", "columns", "missing"];

const OXYGEN: [(&str, Oxygen); 7] = [
    ("room-air", Oxygen::RoomAir),
    ("blow-by", Oxygen::BlowBy),
    ("cannula", Oxygen::Cannula(None)),
    ("face-mask", Oxygen::FaceMask),
    ("non-rebreather", Oxygen::NonRebreather),
    ("venturi", Oxygen::Venturi),
    ("positive-pressure", Oxygen::PositivePressure),
];

const CONSCIOUSNESS: [(&str, Consciousness); 5] = [
    ("alert", Consciousness::Alert),
    ("spontaneous", Consciousness::Spontaneous),
    ("voice", Consciousness::ToVoice),
    ("touch", Consciousness::ToTouch),
    ("vigorous-or-none", Consciousness::VigorousOrNone),
];

const SEIZURE: [(&str, Seizure); 3] = [
    ("none", Seizure::Absent),
    ("rapidly-resolving", Seizure::RapidlyResolving),
    ("prolonged-or-repetitive", Seizure::ProlongedOrRepetitive),
];

const OEDEMA: [(&str, Oedema); 3] = [("none", Oedema::Absent), ("focal", Oedema::Focal), ("diffuse", Oedema::Diffuse)];

/// Columns of a scale.
pub(super) fn columns(scale: &str) -> &'static [&'static str] {
    match scale {
        "astct-crs" => &[
            "temperature",
            "fever-other-cause",
            "treated",
            "hypotension",
            "vasopressors",
            "vasopressin",
            "oxygen",
            "oxygen-flow",
            "died",
        ],
        "astct-icans" => &[
            "ice",
            "ice-orientation",
            "ice-naming",
            "ice-command",
            "ice-writing",
            "ice-attention",
            "consciousness",
            "seizure",
            "weakness",
            "oedema",
            "died",
        ],
        _ => &["reaction", "interrupted-or-treated", "prolonged-or-recurrent", "life-threatening", "died"],
    }
}

/// Grades every row.
pub(super) fn grade(scale: &str, table: &Table) -> Result<Graded, Vec<Problem>> {
    let mut reader = Reader::new(table);
    let known = columns(scale);
    if known.iter().all(|name| reader.column(name).is_none()) {
        let message = format!("the table has no column of `{scale}`");
        reader.problems.push(Problem::new(message, format!("its columns: {}", known.join(", "))));
    }
    let mut rows = Vec::new();
    for row in 0..table.rows.len() {
        let graded = match scale {
            "astct-crs" => crs(&mut reader, row),
            "astct-icans" => icans(&mut reader, row),
            _ => reaction(&mut reader, row),
        };
        match graded {
            Ok(answer) => rows.push(cells(&reader, row, &answer)),
            Err(fault) => {
                let line = reader.table.line(row);
                reader.problems.push(Problem { message: format!("line {line}: {fault}"), hint: None });
            }
        }
    }
    reader.done(&HEADER, rows)
}

fn cells(reader: &Reader<'_>, row: usize, answer: &ClinicalGrade) -> Vec<String> {
    let column = |(name, grade): &(&str, engraft_instruments::grading::Grade)| format!("{name} {}", text(*grade));
    let mut cells = reader.copy(row);
    cells.extend([
        text(answer.grade),
        answer.columns.iter().map(column).collect::<Vec<_>>().join("; "),
        answer.missing.join("; "),
    ]);
    cells
}

fn crs(reader: &mut Reader<'_>, row: usize) -> Result<ClinicalGrade, ClinicalFault> {
    let flow = reader.number(row, "oxygen-flow");
    let oxygen = match reader.word(row, "oxygen", &OXYGEN) {
        Some(Oxygen::Cannula(_)) => Some(Oxygen::Cannula(flow)),
        other => other,
    };
    astct_crs(&Crs {
        temperature: reader.number(row, "temperature"),
        fever_other_cause: reader.flag(row, "fever-other-cause"),
        treated: reader.flag(row, "treated"),
        hypotension: reader.flag(row, "hypotension"),
        vasopressors: reader.count(row, "vasopressors"),
        vasopressin: reader.flag(row, "vasopressin"),
        oxygen,
        died: reader.flag(row, "died"),
    })
}

fn icans(reader: &mut Reader<'_>, row: usize) -> Result<ClinicalGrade, ClinicalFault> {
    let total = reader.count(row, "ice");
    let items = IceScore {
        orientation: reader.count(row, "ice-orientation"),
        naming: reader.count(row, "ice-naming"),
        command: reader.count(row, "ice-command"),
        writing: reader.count(row, "ice-writing"),
        attention: reader.count(row, "ice-attention"),
    };
    let from_items = (items != IceScore::default()).then_some(Ice::Items(items));
    astct_icans(&Icans {
        ice: total.map(Ice::Total).or(from_items),
        consciousness: reader.word(row, "consciousness", &CONSCIOUSNESS),
        seizure: reader.word(row, "seizure", &SEIZURE),
        weakness: reader.flag(row, "weakness"),
        oedema: reader.word(row, "oedema", &OEDEMA),
        died: reader.flag(row, "died"),
    })
}

fn reaction(reader: &mut Reader<'_>, row: usize) -> Result<ClinicalGrade, ClinicalFault> {
    infusion_reaction(&InfusionReaction {
        reaction: reader.flag(row, "reaction"),
        interrupted_or_treated: reader.flag(row, "interrupted-or-treated"),
        prolonged_or_recurrent: reader.flag(row, "prolonged-or-recurrent"),
        life_threatening: reader.flag(row, "life-threatening"),
        died: reader.flag(row, "died"),
    })
}
