//! D065: an event began before the first infusion and is not treatment-emergent.

use engraft_base::{Code, Severity};

use super::{Check, Input, Raised};

/// D065
pub const CHECK: Check =
    Check { code: Code("D065"), title: "event before the first infusion", severity: Severity::Note, run };

fn run(input: &Input<'_>, raised: &mut Vec<Raised>) {
    for event in &input.data.events {
        let subject = input.derived.subjects.iter().find(|s| Some(&s.id) == event.subject.value.as_ref());
        let day = subject.zip(event.start.value).and_then(|(s, day)| s.elapsed(day));
        let Some(day) = day.filter(|d| *d < 0) else { continue };
        let finding = CHECK
            .raise(format!("the event began on elapsed day {day}, before the first infusion"), &event.start.place)
            .found(&event.start.text)
            .subject(&event.subject.text)
            .hint("it is listed, and not counted as treatment-emergent");
        raised.push(finding.into());
    }
}
