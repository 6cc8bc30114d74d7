//! Names, numbers and references of published.toml, held against the study.

use std::collections::BTreeSet;

use engraft_base::suggest::did_you_mean;
use engraft_base::{Finding, Place, id};
use engraft_protocol::tree::Value;
use engraft_protocol::{Places, Study};

use crate::codes;
use crate::printed::{Printed, PrintedP};

use super::model::{Count, Estimate, Figure, Published, Total};
use super::types::{CountEntry, EstimateEntry, FigureEntry, PublishedFile, TotalEntry};

/// Everything the checks of one file share.
struct Check<'a> {
    study: &'a Study,
    places: &'a Places,
    sources: BTreeSet<String>,
    findings: &'a mut Vec<Finding>,
}

/// Reads every number and follows every name.
pub(super) fn check(file: PublishedFile, study: &Study, places: &Places, findings: &mut Vec<Finding>) -> Published {
    let sources = file.sources.iter().map(|s| s.id.clone()).collect();
    let mut check = Check { study, places, sources, findings };
    check.identifiers(&file);
    let figures = file.figures.iter().enumerate().filter_map(|(i, f)| check.figure(f, i, &file.figures)).collect();
    let counts: Vec<Count> = file.counts.iter().enumerate().filter_map(|(i, c)| check.count(c, i)).collect();
    let totals = file.totals.iter().enumerate().filter_map(|(i, t)| check.total(t, i, &counts)).collect();
    let estimates = file.estimates.iter().enumerate().filter_map(|(i, e)| check.estimate(e, i)).collect();
    let of = |list: &str, n: usize| (0..n).map(|i| places.of(&[list, &i.to_string()])).collect::<Vec<Place>>();
    for (i, statement) in file.statements.iter().enumerate() {
        let place = check.place("statements", i, "", "source");
        check.source(&statement.source, &place);
    }
    for (i, conflict) in file.conflicts.iter().enumerate() {
        let place = check.place("conflicts", i, "", "versions");
        conflict.versions.iter().for_each(|v| check.source(&v.source, &place));
    }
    Published {
        statement_places: of("statements", file.statements.len()),
        conflict_places: of("conflicts", file.conflicts.len()),
        source_places: of("sources", file.sources.len()),
        unknown_place: places.of(&["not-known"]),
        figures,
        counts,
        totals,
        estimates,
        file,
    }
}

impl Check<'_> {
    /// Place of a key of an entry; the entry is sought by its identifier, since a faulty one before it may be left out.
    fn place(&self, list: &str, index: usize, id: &str, key: &str) -> Place {
        let at = |i: usize| i.to_string();
        let named = |i: &usize| self.places.text(&[list, &at(*i), "id"]).trim_matches('"') == id;
        let size = match self.places.node(&[list]).map(|n| &n.value) {
            Some(Value::List(items)) => items.len(),
            _ => 0,
        };
        // nothing was left out before it in a sound file, so that the first look finds it
        let here = id.is_empty() || named(&index);
        let index = if here { index } else { (0..size).find(named).unwrap_or(index) };
        self.places.of(&[list, &at(index), key])
    }

    fn fault(&mut self, code: engraft_base::Code, place: &Place, message: String, found: &str) {
        self.findings.push(Finding::error(code, message).at(place).found(found));
    }

    fn identifiers(&mut self, file: &PublishedFile) {
        let lists = [
            ("sources", file.sources.iter().map(|s| s.id.as_str()).collect::<Vec<&str>>()),
            ("figures", file.figures.iter().map(|f| f.id.as_str()).collect()),
            ("counts", file.counts.iter().map(|c| c.id.as_str()).collect()),
            ("estimates", file.estimates.iter().map(|e| e.id.as_str()).collect()),
        ];
        for (list, ids) in lists {
            let mut seen: BTreeSet<&str> = BTreeSet::new();
            for (i, name) in ids.into_iter().enumerate() {
                let place = self.places.of(&[list, &i.to_string(), "id"]);
                if !id::is_valid(name) {
                    let hint = format!("write `{}`", id::make_valid(name));
                    let finding = Finding::error(
                        engraft_protocol::codes::BAD_IDENTIFIER,
                        format!("`{name}` is not an identifier"),
                    );
                    self.findings.push(finding.at(&place).found(name).hint(hint));
                }
                if !seen.insert(name) {
                    self.fault(codes::DUPLICATE, &place, format!("`{name}` stands twice in {list}"), name);
                }
            }
        }
    }

    fn source(&mut self, source: &str, place: &Place) {
        let known: Vec<&str> = self.sources.iter().map(String::as_str).collect();
        if !known.contains(&source) {
            let hint = did_you_mean(source, known.iter().copied());
            let message = format!("there is no source `{source}`");
            self.findings.push(Finding::error(codes::UNKNOWN_NAME, message).at(place).found(source).hint_if(hint));
        }
    }

    /// A name of study.toml.
    fn known(&mut self, what: &str, name: Option<&str>, known: &[&str], place: &Place) {
        let Some(name) = name.filter(|n| !known.contains(n)) else { return };
        let hint = did_you_mean(name, known.iter().copied());
        let message = format!("study.toml has no {what} `{name}`");
        self.findings.push(Finding::error(codes::UNKNOWN_NAME, message).at(place).found(name).hint_if(hint));
    }

    fn arm_and_visit(&mut self, at: (&str, usize, &str), arm: Option<&str>, visit: Option<&str>) {
        let (list, index, id) = at;
        let study = self.study;
        let arms: Vec<&str> = study.arm_ids().into_iter().chain(["all"]).collect();
        let visits: Vec<&str> = study.file.visits.keys().map(String::as_str).collect();
        let place = self.place(list, index, id, "arm");
        self.known("arm", arm, &arms, &place);
        let place = self.place(list, index, id, "visit");
        self.known("visit", visit, &visits, &place);
    }

    fn number(&mut self, text: &str, place: &Place) -> Option<Printed> {
        let printed = Printed::parse(text);
        if printed.is_none() {
            let message = format!("`{text}` is not a number as printed");
            let finding = Finding::error(codes::BAD_NUMBER, message).at(place).found(text);
            self.findings.push(finding.expected("digits with a decimal point, no unit, sign of thousands or exponent"));
        }
        printed
    }

    fn maybe(&mut self, text: Option<&String>, place: &Place) -> Option<Printed> {
        text.and_then(|t| self.number(t, place))
    }

    fn p(&mut self, text: Option<&String>, place: &Place) -> Option<PrintedP> {
        let text = text?;
        let printed = PrintedP::parse(text);
        if printed.is_none() {
            let finding = Finding::error(codes::BAD_NUMBER, format!("`{text}` is not a p-value")).at(place).found(text);
            self.findings.push(finding.expected("such as <0.05, 0.017, >0.05"));
        }
        printed
    }

    fn figure(&mut self, f: &FigureEntry, index: usize, all: &[FigureEntry]) -> Option<Figure> {
        let at = |check: &Self, key: &str| check.place("figures", index, &f.id, key);
        let study = self.study;
        let measures: Vec<&str> = study.file.measures.keys().map(String::as_str).collect();
        let place = at(self, "measure");
        self.known("measure", f.measure.as_deref(), &measures, &place);
        self.arm_and_visit(("figures", index, &f.id), f.arm.as_deref(), f.visit.as_deref());
        let place = at(self, "source");
        self.source(&f.source, &place);
        let (centre, spread, p) = (at(self, "centre"), at(self, "spread"), at(self, "p"));
        let centre = self.number(&f.centre, &centre);
        let spread = self.maybe(f.spread.as_ref(), &spread);
        let p = self.p(f.p.as_ref(), &p);
        let ends = self.ends(f, &at(self, "low"));
        let versus = f.versus.as_ref().map(|name| (name, all.iter().position(|o| o.id == *name && o.id != f.id)));
        if let Some((name, None)) = versus {
            let place = at(self, "versus");
            self.fault(codes::UNKNOWN_NAME, &place, format!("there is no other figure `{name}`"), name);
        }
        if f.measure.is_none() && f.label.is_none() {
            let place = at(self, "id");
            self.fault(codes::MISFIT, &place, "a figure without measure needs a label".into(), &f.id);
        }
        if f.limits.is_some_and(|[low, high]| low >= high) {
            let place = at(self, "limits");
            self.fault(codes::MISFIT, &place, "the lower limit is not below the upper one".into(), &f.id);
        }
        Some(Figure {
            id: f.id.clone(),
            measure: f.measure.clone().unwrap_or_default(),
            label: label(study, f),
            arm: f.arm.clone().unwrap_or_else(|| "all".into()),
            visit: f.visit.clone().unwrap_or_default(),
            n: f.n,
            n_rule: f.n_rule.clone().unwrap_or_default(),
            centre: centre?,
            centre_kind: f.centre_kind,
            spread,
            spread_kind: f.spread_kind,
            ends,
            unit: unit(study, f),
            p,
            versus: versus.and_then(|(_, i)| i),
            test: f.test,
            limits: limits(study, f),
            whole: f.whole_numbers,
            items: f.items.unwrap_or(1),
            source: f.source.clone(),
            note: f.note.clone().unwrap_or_default(),
            place: at(self, "id"),
        })
    }

    fn ends(&mut self, f: &FigureEntry, place: &Place) -> Option<(Printed, Printed)> {
        let low = self.maybe(f.low.as_ref(), place);
        let high = self.maybe(f.high.as_ref(), place);
        if f.low.is_some() != f.high.is_some() {
            self.fault(codes::MISFIT, place, "`low` and `high` go together".into(), &f.id);
        }
        let ends = low.zip(high);
        if ends.as_ref().is_some_and(|(low, high)| low.value > high.value) {
            self.fault(codes::MISFIT, place, "`low` is above `high`".into(), &f.id);
        }
        ends
    }

    fn count(&mut self, c: &CountEntry, index: usize) -> Option<Count> {
        let at = |check: &Self, key: &str| check.place("counts", index, &c.id, key);
        self.arm_and_visit(("counts", index, &c.id), c.arm.as_deref(), c.visit.as_deref());
        let place = at(self, "source");
        self.source(&c.source, &place);
        let place = at(self, "percent");
        let percent = self.maybe(c.percent.as_ref(), &place);
        if c.of.is_some_and(|of| c.events > of) {
            let place = at(self, "events");
            let message = format!("{} of {}: more than all", c.events, c.of.unwrap_or(0));
            self.fault(codes::MISFIT, &place, message, &c.events.to_string());
        }
        Some(Count {
            id: c.id.clone(),
            outcome: c.outcome.clone(),
            arm: c.arm.clone().unwrap_or_else(|| "all".into()),
            visit: c.visit.clone().unwrap_or_default(),
            events: u64::from(c.events),
            of: c.of.map(u64::from),
            denominator: c.denominator.clone().unwrap_or_default(),
            subgroup: c.subgroup,
            percent,
            time: c.time.clone().unwrap_or_default(),
            source: c.source.clone(),
            note: c.note.clone().unwrap_or_default(),
            place: at(self, "id"),
        })
    }

    fn total(&mut self, t: &TotalEntry, index: usize, counts: &[Count]) -> Option<Total> {
        let place = self.place("totals", index, "", "parts");
        let find = |name: &str| counts.iter().position(|c| c.id == name);
        for name in t.parts.iter().chain([&t.whole]).filter(|name| find(name).is_none()) {
            self.fault(codes::UNKNOWN_NAME, &place, format!("there is no count `{name}`"), name);
        }
        let whole = counts.get(find(&t.whole)?)?;
        let value = if t.of { whole.of } else { Some(whole.events) };
        if value.is_none() {
            self.fault(codes::MISFIT, &place, format!("`{}` has no denominator", t.whole), &t.whole);
        }
        Some(Total {
            what: t.what.clone(),
            parts: t.parts.iter().filter_map(|p| find(p)).collect(),
            whole: value?,
            whole_name: if t.of { format!("denominator of {}", whole.outcome) } else { whole.outcome.clone() },
            incomplete: t.incomplete,
            place,
        })
    }

    fn estimate(&mut self, e: &EstimateEntry, index: usize) -> Option<Estimate> {
        let at = |check: &Self, key: &str| check.place("estimates", index, &e.id, key);
        let place = at(self, "source");
        self.source(&e.source, &place);
        let place = at(self, "id");
        let lower = self.maybe(e.lower.as_ref(), &place);
        let upper = self.maybe(e.upper.as_ref(), &place);
        if e.lower.is_some() != e.upper.is_some() {
            self.fault(codes::MISFIT, &place, "`lower` and `upper` go together".into(), &e.id);
        }
        Some(Estimate {
            id: e.id.clone(),
            label: e.label.clone(),
            estimate: self.maybe(e.estimate.as_ref(), &place),
            interval: lower.zip(upper),
            level: e.level.unwrap_or(0.95),
            ratio: e.ratio,
            statistic: self.maybe(e.statistic.as_ref(), &place),
            df: e.df,
            p: self.p(e.p.as_ref(), &place),
            source: e.source.clone(),
            note: e.note.clone().unwrap_or_default(),
            place,
        })
    }
}

fn label(study: &Study, f: &FigureEntry) -> String {
    let of_measure = f.measure.as_deref().map(|m| study.measure_label(m).to_owned());
    f.label.clone().or(of_measure).unwrap_or_else(|| f.id.clone())
}

fn unit(study: &Study, f: &FigureEntry) -> String {
    let measure = f.measure.as_ref().and_then(|m| study.file.measures.get(m));
    f.unit.clone().or_else(|| measure.and_then(|m| m.unit.clone())).unwrap_or_default()
}

/// Limits of single values: as stated with the figure, else those of the measure's scale.
fn limits(study: &Study, f: &FigureEntry) -> Option<((f64, f64), String)> {
    if let Some([low, high]) = f.limits {
        return Some(((low, high), f.limits_reason.clone().unwrap_or_else(|| "limits as stated".into())));
    }
    let measure = study.file.measures.get(f.measure.as_ref()?)?;
    if let Some((low, high)) = study.range(measure) {
        return Some(((low.to_f64(), high.to_f64()), format!("scale {low} to {high}")));
    }
    if let Some(instrument) = study.instrument(measure) {
        let low = instrument.range.lower;
        return Some(((low.to_f64(), f64::INFINITY), format!("scale from {low} without an upper end")));
    }
    let lab = measure.kind == engraft_protocol::MeasureKind::Lab;
    lab.then(|| ((0.0, f64::INFINITY), "a laboratory value is not negative".to_owned()))
}
