//! What the report is about: the protocol in the words of the report.

use std::collections::BTreeSet;

use engraft_analysis::{methods, stat};
use engraft_base::Finding;
use engraft_data::Exclusions;
use engraft_protocol::{
    BoundRule, CharacteristicKind, DataOrigin, Direction, Estimand, Measure, MeasureKind, Method, MethodName,
    RoundingRule, Study,
};
use engraft_report::figure::Benefit;
use engraft_report::spec::{self, Named, Origin, Spec};

use crate::PROGRAM;

mod safety;
mod times;

/// The spec of a study's report.
pub fn spec(study: &Study, findings: &[Finding], exclusions: &Exclusions, inputs: &str) -> Spec {
    let file = &study.file;
    let section = &file.study;
    Spec {
        id: section.id.clone(),
        title: section.title.clone(),
        facts: facts(study, inputs),
        origin: match section.data {
            DataOrigin::Real => Origin::Real,
            DataOrigin::Published => Origin::Published,
            DataOrigin::Simulated => Origin::Simulated,
        },
        data_note: section.data_note.clone(),
        cell_therapy: file.product.as_ref().and_then(|p| p.cell_therapy),
        citation: section.citation.as_ref().map(|c| {
            let year = c.year.map(|y| format!("{y}")).unwrap_or_default();
            (c.text.clone().unwrap_or(year), c.doi.clone())
        }),
        program: PROGRAM.to_owned(),
        inputs: inputs.to_owned(),
        level: study.level(),
        arms: arms(study),
        visits: visits(study),
        baseline_visit: study.baseline_visit().map(str::to_owned),
        characteristics: characteristics(study),
        measures: file.measures.iter().map(|(id, m)| measure(study, id, m)).collect(),
        responses: responses(study),
        events: file.events.iter().map(|(id, e)| named(id, e.label.as_deref())).collect(),
        adverse_windows: safety::windows(study),
        grading: safety::grading(study),
        sets: file.sets.iter().map(|(id, s)| named(id, s.label.as_deref())).collect(),
        estimands: file.estimands.iter().map(|e| estimand(study, e)).collect(),
        findings: findings.iter().map(finding).collect(),
        excluded: excluded(exclusions),
        conventions: conventions(study),
        methods: used_methods(study),
        printed_only: false,
        unknown: file.unknown.iter().map(|u| (u.what.clone(), u.why.clone())).collect(),
    }
}

fn named(id: &str, label: Option<&str>) -> Named {
    Named { id: id.to_owned(), label: label.unwrap_or(id).to_owned() }
}

fn facts(study: &Study, inputs: &str) -> Vec<(String, String)> {
    let section = &study.file.study;
    let mut facts = vec![("Disease".to_owned(), section.disease.clone())];
    let mut add = |name: &str, text: Option<String>| facts.extend(text.map(|t| (name.to_owned(), t)));
    add("Design", section.design.clone());
    if let Some(product) = &study.file.product {
        add("Product", Some(product.name.clone()));
        add("Source", product.source.clone());
        add("Route", product.route.clone());
        let unit = product.dose_unit.as_deref().unwrap_or("units");
        add("Planned dose", product.dose_per_kg.map(|d| format!("{} {unit}/kg", dose(d))));
        add("Note on the dose", product.note.clone());
    }
    add("Subjects planned", section.planned_subjects.map(|n| n.to_string()));
    add("Date of the data", section.data_date.clone());
    add("Made by", Some(PROGRAM.to_owned()));
    add("Inputs (SHA-256)", inputs.get(..12).map(|hash| format!("{hash}…")));
    facts
}

fn dose(value: f64) -> String {
    if value < 100_000.0 {
        return value.to_string();
    }
    let raised = |c: char| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(c.to_digit(10).and_then(|d| usize::try_from(d).ok()).unwrap_or(10));
    let text = format!("{value:e}");
    let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
    format!("{digits} × 10{}", power.chars().filter_map(raised).collect::<String>())
}

fn arms(study: &Study) -> Vec<Named> {
    let ids = study.arm_ids();
    let label = |id: &str| if id == "all" { "All subjects".to_owned() } else { study.arm_label(id).to_owned() };
    let mut arms: Vec<Named> = ids.iter().map(|id| Named { id: (*id).to_owned(), label: label(id) }).collect();
    if arms.len() > 1 {
        arms.push(Named { id: "all".to_owned(), label: "All arms".to_owned() });
    }
    arms
}

fn visits(study: &Study) -> Vec<spec::Visit> {
    let visit = |(id, v): (&String, &engraft_protocol::Visit)| spec::Visit {
        id: id.clone(),
        label: study.visit_label(id).to_owned(),
        day: v.day,
        window: v
            .window
            .map(|[early, late]| format!("{} to {}", v.day.saturating_add(early), v.day.saturating_add(late))),
    };
    study.file.visits.iter().map(visit).collect()
}

fn characteristics(study: &Study) -> Vec<spec::Characteristic> {
    let all = study.file.characteristics.iter();
    all.map(|(id, c)| spec::Characteristic {
        id: id.clone(),
        label: c.label.clone().unwrap_or_else(|| id.clone()),
        unit: c.unit.clone(),
        is_number: c.kind == CharacteristicKind::Number,
    })
    .collect()
}

fn measure(study: &Study, id: &str, m: &Measure) -> spec::Measure {
    let range = study.range(m);
    spec::Measure {
        id: id.to_owned(),
        label: study.measure_label(id).to_owned(),
        unit: m.unit.clone(),
        kind: match m.kind {
            MeasureKind::Category => spec::MeasureKind::Category,
            MeasureKind::List => spec::MeasureKind::List,
            _ => spec::MeasureKind::Number,
        },
        benefit: match study.direction(m) {
            Some(Direction::LowerIsBetter) => Benefit::Lower,
            Some(Direction::HigherIsBetter) => Benefit::Higher,
            None => Benefit::Unstated,
        },
        range: range.map(|(low, high)| (low.to_f64(), high.to_f64())),
        log: m.axis == engraft_protocol::AxisKind::Log,
        visits: study.measure_visits(m).into_iter().map(str::to_owned).collect(),
        about: about(study, m),
    }
}

fn about(study: &Study, m: &Measure) -> Vec<String> {
    let mut about = Vec::new();
    if let Some(instrument) = study.instrument(m) {
        about.push(format!("{} ({})", instrument.name, instrument.version));
        about.push(format!("definition {}", instrument.status.word()));
        if let Some(note) = &instrument.status_note {
            about.push(note.clone());
        }
        about.extend(instrument.sources.first().map(|s| s.text.clone()));
    }
    if m.kind == MeasureKind::Lab {
        about.push("laboratory value".to_owned());
    }
    if let Some((low, high)) = study.range(m) {
        about.push(format!("scale {low} to {high}"));
    }
    match study.direction(m) {
        Some(Direction::LowerIsBetter) => about.push("lower is better".to_owned()),
        Some(Direction::HigherIsBetter) => about.push("higher is better".to_owned()),
        None => {}
    }
    about
}

fn responses(study: &Study) -> Vec<spec::Response> {
    let all = study.responses.iter();
    all.map(|(id, bound)| spec::Response {
        id: id.clone(),
        label: response_label(study, id),
        rule: format!("{}{}{}", bound.rule.text(), parameters(bound), form(study, id)),
        status: bound.status.clone(),
        definition: bound.definition.clone(),
        source: bound.source.clone(),
        measures: bound.measures.values().cloned().collect(),
    })
    .collect()
}

/// The values in force of the parameters of a definition, in words.
fn parameters(bound: &BoundRule) -> String {
    bound.parameters.iter().map(|(name, value)| format!("; {name} = {value}")).collect()
}

/// The form over time that a study asks of a response, in words.
fn form(study: &Study, id: &str) -> String {
    let Some(spec) = study.file.responses.get(id) else { return String::new() };
    let confirmed = spec.confirmed_after.map(|days| format!("; confirmed at least {days} days later"));
    let sustained = spec.sustained.as_ref().map(|stretch| {
        let (from, to) = (study.visit_label(&stretch.from), study.visit_label(&stretch.to));
        let missing = match stretch.allow_missing {
            0 => String::new(),
            few => format!(", {few} of them may lack an answer"),
        };
        format!("; at every visit from {from} to {to}{missing}")
    });
    confirmed.or(sustained).unwrap_or_default()
}

/// The study's own name of a response, else that of its definition.
fn response_label(study: &Study, id: &str) -> String {
    let own = study.file.responses.get(id).and_then(|r| r.label.clone());
    let named = study.responses.get(id).and_then(|b| engraft_instruments::response::response(b.definition.as_deref()?));
    own.or_else(|| named.map(|d| d.name.clone())).unwrap_or_else(|| id.to_owned())
}

fn estimand(study: &Study, e: &Estimand) -> spec::Estimand {
    let v = &e.variable;
    let of = [&v.change_in, &v.percent_change_in, &v.value_of, &v.response, &v.event].into_iter().flatten().next();
    let of = of.map(String::as_str).or(v.time().map(|(_, name)| name));
    let all_methods = std::iter::once(&e.method).chain(&e.sensitivity);
    spec::Estimand {
        id: e.id.clone(),
        label: e.label.clone().unwrap_or_else(|| e.id.clone()),
        role: e.role.word().to_owned(),
        attributes: attributes(study, e),
        summary: e.summary.label().to_owned(),
        arms: match &e.compare {
            Some([a, b]) => vec![Named {
                id: format!("{a} - {b}"),
                label: format!("{} against {}", study.arm_label(a), study.arm_label(b)),
            }],
            None => arms(study),
        },
        methods: all_methods.map(|m| (methods::text(m, m.level.unwrap_or(study.level())), method_label(m))).collect(),
        of: of.unwrap_or_default().to_owned(),
        visit: v.at.clone(),
        is_proportion: v.response.is_some() || v.event.is_some(),
        is_time: v.time().is_some(),
        curve: times::curve(study, v),
        is_change: v.change_in.is_some() && e.compare.is_none(),
    }
}

fn method_label(method: &Method) -> String {
    let label = methods::info(method.name).map_or(method.name.word(), |m| m.name.as_str());
    match method.name {
        MethodName::SignedRank => format!("{label}, zeros: {}", methods::zeros(method).word()),
        _ => label.to_owned(),
    }
}

fn attributes(study: &Study, e: &Estimand) -> Vec<(String, String)> {
    let events = e.intercurrent.iter().map(|(event, strategy)| {
        let label = study.file.events.get(event).and_then(|ev| ev.label.as_deref()).unwrap_or(event);
        format!("{label}: {}", strategy.word())
    });
    let events: Vec<String> = events.collect();
    let none = "none named".to_owned();
    let arms: Vec<&str> = study.arm_ids().into_iter().map(|arm| study.arm_label(arm)).collect();
    let by_arm = match &e.compare {
        Some([a, b]) => Some(format!("{} against {}", study.arm_label(a), study.arm_label(b))),
        None => (arms.len() > 1).then(|| format!("each arm: {}", arms.join("; "))),
    };
    let product = || study.file.product.as_ref().map(|p| p.name.clone());
    let treatment = e.treatment.clone().or(by_arm).or_else(product);
    let mut pairs = vec![
        ("Treatment", treatment.unwrap_or_else(|| "as assigned".to_owned())),
        (
            "Population",
            study.file.sets.get(&e.population).and_then(|s| s.label.clone()).unwrap_or_else(|| e.population.clone()),
        ),
        ("Variable", variable(study, e)),
        ("Intercurrent events", if events.is_empty() { none } else { events.join("; ") }),
        ("Summary", e.summary.label().to_owned()),
    ];
    match e.variable.time() {
        Some(_) => pairs.extend(times::attributes(study, &e.variable)),
        None => pairs.push(("Subjects without a value", e.missing.word().to_owned())),
    }
    pairs.into_iter().map(|(name, text)| (name.to_owned(), text)).collect()
}

fn variable(study: &Study, e: &Estimand) -> String {
    let v = &e.variable;
    if v.time().is_some() {
        return times::variable(study, v);
    }
    let at = v.at.as_deref().map(|visit| format!(" at {}", study.visit_label(visit))).unwrap_or_default();
    let label = |map: Option<&str>, id: &str| map.unwrap_or(id).to_owned();
    let what = if let Some(m) = &v.change_in {
        format!("change from baseline in {}", study.measure_label(m))
    } else if let Some(m) = &v.percent_change_in {
        format!("relative change from baseline in {}", study.measure_label(m))
    } else if let Some(m) = &v.value_of {
        study.measure_label(m).to_owned()
    } else if let Some(r) = &v.response {
        format!("met: {}", response_label(study, r))
    } else {
        let event = v.event.as_deref().unwrap_or("");
        format!("happened: {}", label(study.file.events.get(event).and_then(|r| r.label.as_deref()), event))
    };
    let cycle = match v.cycle {
        engraft_protocol::CycleChoice::Ever => "in any treatment cycle".to_owned(),
        other => format!("{} treatment cycle", other.word()),
    };
    format!("{what}{at}, {cycle}")
}

fn finding(f: &Finding) -> spec::Finding {
    spec::Finding {
        code: f.code.0.to_owned(),
        severity: f.severity.word().to_owned(),
        message: f.message.clone(),
        place: f.place.as_ref().map(ToString::to_string).unwrap_or_default(),
        subject: f.subject.clone().unwrap_or_default(),
        found: f.found.clone().unwrap_or_default(),
        hint: f.hint.clone().unwrap_or_default(),
    }
}

fn excluded(exclusions: &Exclusions) -> Vec<String> {
    let subjects = exclusions.subjects.iter().map(|s| format!("subject {s}"));
    let rows = exclusions.rows.iter().map(|(file, line)| format!("row {file}:{line}"));
    let values = exclusions.values.iter().map(|(file, line, measure)| format!("`{measure}` in row {file}:{line}"));
    let limits = exclusions.limits.iter().map(|(file, line)| format!("limits of normal in row {file}:{line}"));
    subjects.chain(rows).chain(values).chain(limits).collect()
}

fn conventions(study: &Study) -> Vec<(String, String)> {
    let file = &study.file;
    let baseline = match (&file.baseline.rule, &file.baseline.visit) {
        (engraft_protocol::BaselineRule::Visit, Some(visit)) => format!("the value at {}", study.visit_label(visit)),
        _ => match file.baseline.day_of_infusion {
            engraft_protocol::DayOfInfusion::Counts => {
                "the last value on or before the day of the first infusion of the cycle"
            }
            engraft_protocol::DayOfInfusion::DoesNotCount => {
                "the last value before the day of the first infusion of the cycle"
            }
        }
        .to_owned(),
    };
    let cycle = match file.cycles.baseline {
        engraft_protocol::CycleBaseline::Cycle => "each cycle has its own baseline",
        engraft_protocol::CycleBaseline::Study => "the baseline of the first cycle serves all",
    };
    let rounding = match file.study.rounding {
        RoundingRule::HalfAwayFromZero => "half away from zero, on the shortest decimal text",
        RoundingRule::HalfEven => "half to even, on the shortest decimal text",
    };
    let windows = format!("{}; of two equally close the {}", file.windows.choose.word(), file.windows.tie.word());
    let pairs = [
        ("Day 0", "the first infusion; a study day (ADY) has no day 0".to_owned()),
        ("Baseline", baseline),
        (
            "Cycles",
            format!(
                "an infusion more than {} days after the last opens a cycle where the table names none; {cycle}",
                file.cycles.gap_days
            ),
        ),
        ("Several values in one window", windows),
        ("Values outside their window", "counted by their day, not by the visit they name".to_owned()),
        ("Incomplete scores", "kept as bounds; never completed with zero; left out of means".to_owned()),
        ("Quartiles", "R type 7".to_owned()),
        ("Rounding for print", rounding.to_owned()),
        ("Confidence level", format!("{}", study.level())),
    ];
    pairs.into_iter().map(|(name, text)| (name.to_owned(), text)).collect()
}

fn used_methods(study: &Study) -> Vec<spec::Method> {
    let mut used: BTreeSet<MethodName> = study
        .file
        .estimands
        .iter()
        .flat_map(|e| std::iter::once(&e.method).chain(&e.sensitivity))
        .map(|m| m.name)
        .collect();
    if !study.responses.is_empty() || !study.file.events.is_empty() {
        used.insert(MethodName::ClopperPearson);
    }
    let info = |page: &stat::Page| spec::Method {
        label: page.name.clone(),
        id: page.id.clone(),
        version: methods::VERSION.to_owned(),
        about: page.about.clone(),
        small_samples: page.small_samples.clone(),
        references: page.references.clone(),
        validation: page.validation.clone(),
    };
    used.into_iter().filter_map(methods::info).map(info).collect()
}
