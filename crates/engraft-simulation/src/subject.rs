//! One subject: its values, infusions, medication, events and characteristics.

use engraft_base::Dec;
use engraft_protocol::{Characteristic, CharacteristicKind, EventTable, MeasureKind, TrueTaper};
use engraft_stats::random::Stream;
use smol_str::SmolStr;

use crate::cohort::{Cell, Given, Happening, Medicine, SimulatedSubject, Value, Visited};
use crate::fault::Fault;
use crate::items;
use crate::latent::Scores;
use crate::measures::{At, MeasureModel, at_visit};
use crate::model::{AdverseModel, Model, decimal, power_of_ten};
use crate::text;
use crate::timeline::{Timeline, first_words};

/// Most subjects drawn until one meets the entry limits.
const MOST_DRAWS: usize = 20_000;

/// What a subject keeps for a measure.
struct Own {
    /// The measure concerns the subject where this lies below the share of subjects whom it concerns.
    rank: f64,
    /// How much the subject is inclined to each item.
    wont: Vec<f64>,
}

pub(crate) fn draw(
    model: &Model<'_>,
    id: SmolStr,
    arm: usize,
    timeline: Timeline,
    stream: &mut Stream,
) -> Result<SimulatedSubject, Fault> {
    let characteristics = model.study.file.characteristics.iter();
    let characteristics = characteristics.map(|(name, spec)| characteristic(model, name, spec, stream)).collect();
    let body = model.truth.weight.as_ref().map_or((65.0, 12.0), |w| (w.mean, w.sd));
    let weight = decimal((body.0 + body.1 * stream.normal()).clamp(30.0, 160.0), 1);
    let mut own: Vec<Own> = model.measures.iter().map(|_| Own { rank: stream.uniform(), wont: Vec::new() }).collect();
    let scores = scores(model, arm, stream)?;
    for (own, measure) in own.iter_mut().zip(&model.measures) {
        own.wont = measure.items_of.map_or(Vec::new(), |instrument| items::traits(instrument, stream));
    }
    let infusions = infusions(model, arm, weight, &timeline, stream);
    let mut visits = Vec::with_capacity(timeline.visits.len());
    for (cycle, visit, day) in &timeline.visits {
        let at = At { arm, cycle: *cycle, state: state(model, &timeline, *cycle, *day), visit: *visit };
        let row = scores.at(cycle * model.visits.len() + visit);
        let mut cells = Vec::with_capacity(model.measures.len());
        for ((measure, own), z) in model.measures.iter().zip(&own).zip(row) {
            let here = own.rank < measure.applies(arm, *cycle);
            cells.push(if here { cell(model, measure, at, *z, &own.wont, stream) } else { absent(measure, *visit) });
        }
        visits.push(Visited { cycle: u32::from(*cycle == 1).saturating_add(1), visit: *visit, day: *day, cells });
    }
    let mut events = events(model, &timeline);
    for kind in &model.adverse {
        adverse(kind, &infusions, timeline.end, &mut events, stream);
    }
    events.sort_by_key(|event| event.start);
    let mut medications = Vec::new();
    for taper in &model.truth.tapers {
        course(model, taper, &timeline, &mut medications, stream);
    }
    medications.extend(started(model, &timeline));
    let ended =
        timeline.ended.unwrap_or_else(|| vec![(SmolStr::new_static("status"), SmolStr::new_static("completed"))]);
    Ok(SimulatedSubject {
        id,
        arm,
        weight,
        characteristics,
        infusions,
        visits,
        events,
        medications,
        end: timeline.end,
        ended,
    })
}

/// Normal scores at every planned visit of both cycles; drawn again until the baseline values meet the entry limits.
fn scores(model: &Model<'_>, arm: usize, stream: &mut Stream) -> Result<Scores, Fault> {
    let cycles: usize = if model.truth.repeat.is_some() { 2 } else { 1 };
    let visit = model.entry_visit;
    for _ in 0..MOST_DRAWS {
        let scores = model.latent.draw(model.visits.len() * cycles, stream);
        let meets = |(index, measure): (usize, &MeasureModel<'_>)| {
            let Some((low, high)) = measure.at_entry else { return true };
            let z = scores.at(visit).get(index).copied().unwrap_or(0.0);
            let number = measure.marginal(At { arm, cycle: 0, state: 0, visit }).and_then(|m| m.number(z));
            number.is_some_and(|n| low <= n && n <= high)
        };
        if model.measures.iter().enumerate().all(meets) {
            return Ok(scores);
        }
    }
    let message = format!("of {MOST_DRAWS} subjects drawn none meets all limits of `at-entry`");
    Err(Fault::new(&["truth", "measures"], message, "widen `at-entry`, or move the mean at baseline"))
}

/// The state of the means: that of the last event before the visit, within its cycle.
fn state(model: &Model<'_>, timeline: &Timeline, cycle: usize, day: i32) -> usize {
    let begun = |event_day: i32| cycle == 0 || timeline.second.is_some_and(|start| event_day >= start);
    let past = timeline.events.iter().filter(|(_, d)| *d <= day && begun(*d));
    let states = past.filter_map(|(i, d)| model.events.get(*i).filter(|e| e.state > 0).map(|e| (*d, e.state)));
    states.max().map_or(0, |(_, state)| state)
}

fn absent(measure: &MeasureModel<'_>, visit: usize) -> Cell {
    if measure.planned.get(visit) == Some(&true) { Cell::Missing } else { Cell::NotPlanned }
}

fn cell(model: &Model<'_>, measure: &MeasureModel<'_>, at: At, z: f64, wont: &[f64], stream: &mut Stream) -> Cell {
    if measure.planned.get(at.visit) != Some(&true) {
        return Cell::NotPlanned;
    }
    let missing = &model.truth.missing;
    let share = if measure.measure.kind == MeasureKind::Lab { missing.lab } else { missing.value };
    if stream.uniform() < share {
        return Cell::Missing;
    }
    let value = match measure.measure.kind {
        MeasureKind::Category => measure.marginal(at).map(|m| Value::Word(m.word(z))),
        MeasureKind::List => measure.list(at.arm, at.cycle).map(|entries| {
            let has = entries.iter().filter(|(_, share)| stream.uniform() < **share);
            Value::List(has.map(|(entry, _)| entry.clone()).collect())
        }),
        _ => measure.marginal(at).and_then(|m| m.number(z)).map(|number| match measure.items_of {
            Some(instrument) => items::value(instrument, number, wont, missing.item, stream),
            None => Value::Number(number),
        }),
    };
    value.map_or(Cell::Missing, Cell::Value)
}

fn infusions(model: &Model<'_>, arm: usize, weight: Dec, timeline: &Timeline, stream: &mut Stream) -> Vec<Given> {
    let Some(spec) = model.arms.get(arm) else { return Vec::new() };
    let kilograms = weight.to_f64();
    let mut given = Vec::with_capacity(spec.infusions.len());
    for (cycle, start) in [(1, Some(0)), (2, timeline.second)] {
        let Some(start) = start else { continue };
        for (index, planned) in spec.infusions.iter().enumerate() {
            let width = usize::try_from(spec.tolerance).unwrap_or(0);
            let away = if index == 0 { 0 } else { stream.below(width * 2 + 1) };
            let away = i32::try_from(away).unwrap_or(0).saturating_sub(if index == 0 { 0 } else { spec.tolerance });
            let day = start.saturating_add(*planned).saturating_add(away);
            let factor = 0.97 + 0.06 * stream.uniform();
            if index == 0 || day < timeline.end || timeline.ended.is_none() {
                given.push(Given {
                    cycle,
                    day,
                    dose: spec.dose_per_kg.and_then(|per_kg| dose(per_kg * factor, kilograms)),
                });
            }
        }
    }
    given
}

/// The dose to three digits, and the dose per kg that follows from it.
fn dose(per_kg: f64, kilograms: f64) -> Option<(Dec, Dec)> {
    let dose = three_digits(per_kg * kilograms)?;
    let per_kg = three_digits(dose.to_f64() / kilograms)?;
    Some((dose, per_kg))
}

fn three_digits(value: f64) -> Option<Dec> {
    if value.is_nan() || value <= 0.0 {
        return None;
    }
    let power = libm::floor(libm::log10(value)) - 2.0;
    if power >= 0.0 {
        let unit = power_of_ten(power);
        return Dec::from_f64(libm::round(value / unit) * unit);
    }
    Some(decimal(value, (-power) as u32))
}

fn characteristic(model: &Model<'_>, name: &str, spec: &Characteristic, stream: &mut Stream) -> SmolStr {
    let truth = model.truth.characteristics.get(name);
    match spec.kind {
        CharacteristicKind::Number => {
            let [low, high] = spec.range.unwrap_or([18.0, 75.0]);
            let mean = truth.and_then(|t| t.mean).unwrap_or(f64::midpoint(low, high));
            let sd = truth.and_then(|t| t.sd).unwrap_or((high - low) / 6.0);
            let mut value = mean;
            for _ in 0..100 {
                value = mean + sd * stream.normal();
                if spec.range.is_none() || (low..=high).contains(&value) {
                    break;
                }
            }
            let value = if spec.range.is_some() { value.clamp(low, high) } else { value };
            text::decimal(decimal(value, u32::from(spec.decimals.unwrap_or(0))), b'.')
        }
        CharacteristicKind::Category => {
            let u = stream.uniform();
            let share = |word: &String| match truth.and_then(|t| t.share.as_ref()) {
                Some(shares) => shares.get(word).copied().unwrap_or(0.0),
                None => 1.0 / spec.values.len() as f64,
            };
            let words: Vec<&String> = match truth.and_then(|t| t.share.as_ref()).filter(|_| spec.values.is_empty()) {
                Some(shares) => shares.keys().collect(),
                None => spec.values.iter().collect(),
            };
            let mut sum = 0.0;
            let found = words.iter().find(|word| {
                sum += share(word);
                u < sum
            });
            found.or(words.last()).map(|word| SmolStr::from(*word)).unwrap_or_default()
        }
    }
}

/// Rows of the events table for events of the study.
fn events(model: &Model<'_>, timeline: &Timeline) -> Vec<Happening> {
    let mine = timeline.events.iter().filter_map(|(i, day)| model.events.get(*i).map(|event| (event, *day)));
    let mine = mine.filter(|(event, _)| event.event.table == Some(EventTable::Events));
    mine.map(|(event, day)| {
        let label = event.event.label.as_deref().unwrap_or(event.name).into();
        let mut fields: Vec<(SmolStr, SmolStr)> = first_words(event).collect();
        if !fields.iter().any(|(column, _)| column == "term") {
            fields.push(("term".into(), label));
        }
        Happening { start: day, end: None, fields }
    })
    .collect()
}

/// Rows of the medications table for events of the study.
fn started(model: &Model<'_>, timeline: &Timeline) -> Vec<Medicine> {
    let mine = timeline.events.iter().filter_map(|(i, day)| model.events.get(*i).map(|event| (event, *day)));
    let mine = mine.filter(|(event, _)| event.event.table == Some(EventTable::Medications));
    mine.map(|(event, day)| {
        let mut fields: Vec<(SmolStr, SmolStr)> = first_words(event).collect();
        if !fields.iter().any(|(column, _)| column == "drug") {
            fields.push(("drug".into(), event.event.label.as_deref().unwrap_or(event.name).into()));
        }
        Medicine { start: day, end: None, fields }
    })
    .collect()
}

fn adverse(kind: &AdverseModel<'_>, infusions: &[Given], end: i32, rows: &mut Vec<Happening>, stream: &mut Stream) {
    let spec = kind.spec;
    let mut starts = Vec::new();
    for infusion in infusions {
        let happens = stream.uniform() < spec.per_infusion;
        let wait = i32::try_from(stream.below(2)).unwrap_or(0);
        if happens {
            starts.push(infusion.day.saturating_add(wait));
        }
    }
    let mut day = 0.0;
    while spec.per_year > 0.0 && starts.len() < 1000 {
        day -= libm::log(stream.uniform()) * 365.25 / spec.per_year;
        if day > f64::from(end) {
            break;
        }
        starts.push(libm::ceil(day) as i32);
    }
    for start in starts.into_iter().filter(|start| *start <= end) {
        let grade = grade(&spec.grades, stream.uniform());
        let word = |share: f64, stream: &mut Stream| if stream.uniform() < share { "yes" } else { "no" };
        let related = word(spec.related, stream);
        let serious = word(spec.serious, stream);
        let length = libm::round(-libm::log(stream.uniform()) * spec.days.unwrap_or(5.0)).min(10_000.0);
        let fields = vec![
            (SmolStr::new_static("term"), kind.term.clone()),
            (SmolStr::new_static("kind"), SmolStr::new_static("adverse")),
            (SmolStr::new_static("serious"), SmolStr::new_static(serious)),
            (SmolStr::new_static("related"), SmolStr::new_static(related)),
            (SmolStr::new_static("grade"), text::whole(i64::try_from(grade).unwrap_or(i64::MAX))),
        ];
        let stop = start.saturating_add(length as i32);
        rows.push(Happening { start, end: (stop <= end).then_some(stop), fields });
    }
}

fn grade(shares: &[f64], u: f64) -> usize {
    let total: f64 = shares.iter().sum();
    let mut sum = 0.0;
    let found = shares.iter().position(|share| {
        sum += share / total;
        u < sum
    });
    found.unwrap_or(shares.len().saturating_sub(1)).saturating_add(1)
}

/// A dose from each visit of the first cycle to the day before the next, neighbouring equal doses as one row.
fn course(model: &Model<'_>, taper: &TrueTaper, timeline: &Timeline, rows: &mut Vec<Medicine>, stream: &mut Stream) {
    let log_sd = libm::sqrt(libm::log1p(libm::pow(taper.percent_sd / 100.0, 2.0)));
    let factor = libm::exp(log_sd * stream.normal() - log_sd * log_sd / 2.0);
    let step = taper.step.filter(|s| *s > 0.0).unwrap_or(2.5);
    let days: Vec<(&str, i32)> = model.visits.iter().map(|v| (v.id, v.day)).collect();
    let mut periods: Vec<(i32, Dec)> = Vec::new();
    for (_, visit, day) in timeline.visits.iter().filter(|(cycle, ..)| *cycle == 0) {
        let Some(id) = model.visits.get(*visit).map(|v| v.id) else { continue };
        let Some(mean) = at_visit(&taper.dose, id, &days) else { continue };
        let steps = libm::round(mean * factor / step).clamp(0.0, 1e9);
        let dose = Dec::from_f64(step).and_then(|s| s.times(Dec::from_int(steps as i64))).unwrap_or(Dec::ZERO);
        if periods.last().is_none_or(|(_, last)| *last != dose) {
            periods.push((*day, dose));
        }
    }
    for (index, (start, dose)) in periods.iter().enumerate().filter(|(_, (_, dose))| *dose > Dec::ZERO) {
        let next = periods.get(index.saturating_add(1)).map(|(day, _)| day.saturating_sub(1));
        let given = [
            ("drug", Some(taper.drug.clone())),
            ("dose", Some(dose.to_string())),
            ("unit", Some(taper.unit.clone())),
            ("route", taper.route.clone()),
        ];
        let fields = given.into_iter().filter_map(|(column, text)| Some((column.into(), text?.into()))).collect();
        rows.push(Medicine { start: *start, end: next, fields });
    }
}
