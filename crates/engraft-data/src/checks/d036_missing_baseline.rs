//! D036: a subject has values of a measure after treatment, but none that can serve as baseline: it has no change.

use engraft_base::{Code, Severity};

use super::{Check, Input, Raised};

/// D036
pub const CHECK: Check = Check { code: Code("D036"), title: "baseline missing", severity: Severity::Warning, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    for (index, subject) in input.derived.subjects.iter().enumerate() {
        for (name, measure) in input.study.numeric_measures() {
            let series = input.derived.series(index, name);
            for cycle in &subject.cycles {
                let mut later = series.iter().filter(|r| r.cycle == cycle.number && !r.value.is_missing());
                let Some(first) = later.next().filter(|_| input.derived.baseline(index, name, cycle.number).is_none())
                else {
                    continue;
                };
                let visit = input.study.baseline_visit();
                let planned = visit.is_none() || input.study.measure_visits(measure).iter().any(|v| Some(*v) == visit);
                if input.study.is_declared_missing(name, visit, &subject.id) || !planned {
                    continue;
                }
                let finding = CHECK
                    .raise(format!("`{name}` has no baseline in cycle {}", cycle.number), &first.row)
                    .subject(&*subject.id)
                    .found(format!("first value {}", first.value.text()))
                    .related(&input.study.places.key(&["measures", name]), "the measure")
                    .hint("enter the value before the first infusion, or declare it in [[unknown]]");
                raised.push(finding.into());
            }
        }
    }
}
