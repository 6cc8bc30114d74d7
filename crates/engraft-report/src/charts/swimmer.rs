//! A lane a subject: follow-up, infusions, verdicts of the first response, events.

use crate::context::{Page, state};
use crate::figure::{Figure, FollowUp, Frame, Lane, LaneMark, LaneMarkKind, Swimmer};

use super::tip;

/// The figure; `None` when no day of any subject is known.
pub(crate) fn swimmer(page: &Page<'_>) -> Option<String> {
    let mut lanes: Vec<Lane> = Vec::new();
    for (_, row) in page.lookup.rows("follow-up").filter(|(_, r)| r.statistic == "first-day") {
        lanes.push(Lane {
            subject: row.subject.clone(),
            arm: page.spec.arm_index(&row.arm),
            start: row.value.unwrap_or(0.0).min(0.0),
            ..Lane::default()
        });
    }
    if lanes.is_empty() {
        return None;
    }
    for lane in &mut lanes {
        let mine = |r: &engraft_results::ResultRow| r.subject == lane.subject;
        let last = page.lookup.rows("follow-up").find(|(_, r)| mine(r) && r.statistic == "last-day");
        let status = page.lookup.rows("follow-up").find(|(_, r)| mine(r) && r.statistic == "status");
        lane.end = last.and_then(|(_, r)| r.value).unwrap_or(lane.start);
        lane.tip = last.map(|f| tip(page, f)).unwrap_or_default();
        let ongoing = status.is_some_and(|(_, r)| r.text.eq_ignore_ascii_case("ongoing"));
        lane.follow_up = if ongoing { FollowUp::Ongoing } else { FollowUp::Ended };
        lane.note = status.map(|(_, r)| r.text.clone()).unwrap_or_default();
        let subject = lane.subject.clone();
        lane.marks = marks(page, &subject);
    }
    let arms = page.spec.single_arms();
    let figure = Swimmer {
        frame: Frame {
            title: "Course of every subject".to_owned(),
            desc: "One bar a subject from the first to the last day seen, with infusions, verdicts and events marked."
                .to_owned(),
            watermark: page.spec.watermark(),
        },
        time_label: "Days from the first infusion".to_owned(),
        arms: if arms.len() > 1 { arms.iter().map(|a| a.label.clone()).collect() } else { Vec::new() },
        lanes,
        note_header: "End of study".to_owned(),
    };
    Some(figure.render_responsive())
}

fn marks(page: &Page<'_>, subject: &str) -> Vec<LaneMark> {
    let mut marks = Vec::new();
    let mut add = |analysis: &str, statistic: &str, kind: &dyn Fn(&engraft_results::ResultRow) -> LaneMarkKind| {
        for found in page.lookup.rows(analysis).filter(|(_, r)| r.subject == subject && r.statistic == statistic) {
            if let Some(day) = found.1.day {
                marks.push(LaneMark { day: f64::from(day), kind: kind(found.1), tip: tip(page, found) });
            }
        }
    };
    add("infusion", "day", &|_| LaneMarkKind::Infusion);
    if let Some(response) = page.spec.responses.first() {
        add(&format!("verdict.{}", response.id), "verdict", &|row| LaneMarkKind::Response(state(row)));
    }
    for event in &page.spec.events {
        let name = event.id.to_lowercase();
        let kind = if name.contains("death") || name.contains("died") {
            LaneMarkKind::Death
        } else if name.contains("relapse") || name.contains("flare") {
            LaneMarkKind::Relapse
        } else if name.contains("drop") || name.contains("withdraw") || name.contains("lost") {
            LaneMarkKind::Withdrawal
        } else {
            LaneMarkKind::Other
        };
        add(&format!("event.{}", event.id), "day", &|_| kind);
    }
    marks
}
