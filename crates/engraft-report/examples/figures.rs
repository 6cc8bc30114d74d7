//! Writes one HTML page with every figure, on made-up shapes of data that stand for no study.
//!
//! `cargo run -p engraft-report --example figures -- figures.html`

#![allow(clippy::disallowed_methods, clippy::print_stderr)]

use engraft_report::figure::*;

/// A pseudo-random share between 0 and 1, the same on every run.
fn share(seed: usize) -> f64 {
    let x = (seed as u64).wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    ((x >> 33) ^ (x >> 47) & 0xffff) as f64 / f64::from(u32::MAX >> 1) % 1.0
}

fn frame(title: &str) -> Frame {
    Frame::new(title, format!("{title}. Made-up shapes of data, for looking at the drawing only."))
        .watermarked("SIMULATED")
}

fn id(index: usize) -> String {
    format!("{:03}", index + 1)
}

fn tip(subject: &str, text: String) -> Tip {
    Tip::new(format!("{subject}: {text}, mmt8.csv:{}:4", subject.len())).with_href("#R1").with_subject(subject)
}

const VISITS: [(&str, f64); 6] =
    [("base", -7.0), ("day 14", 14.0), ("m1", 30.0), ("m3", 90.0), ("m6", 180.0), ("m12", 365.0)];

fn visits() -> Vec<Visit> {
    VISITS.iter().map(|(name, day)| Visit::new(*name, *day)).collect()
}

fn course(count: usize, arms: usize, value: impl Fn(usize, usize) -> Value) -> Vec<SubjectSeries> {
    let point = |s: usize, v: usize, day: f64| TrajectoryPoint {
        day: day + (share(s * 31 + v) * 6.0 - 3.0).round(),
        visit: Some(v),
        value: value(s, v),
        tip: tip(&id(s), format!("visit {v}")),
    };
    let series = |s: usize| SubjectSeries {
        subject: id(s),
        arm: (arms > 0).then(|| s % arms.max(1)),
        named: s == 4,
        points: VISITS
            .iter()
            .enumerate()
            .filter(|(v, _)| !(s == 2 && *v == 3 || s == 6 && *v > 3))
            .map(|(v, (_, day))| point(s, v, *day))
            .collect(),
    };
    (0..count).map(series).collect()
}

fn summary(arm: Option<usize>, label: &str, values: [f64; 6], half: f64) -> SummarySeries {
    let point = |(visit, estimate): (usize, &f64)| SummaryPoint {
        visit,
        estimate: *estimate,
        interval: (visit < 5).then_some((estimate - half, estimate + half)),
        tip: Tip::new(format!("{label}: {estimate}")).with_href("#R2"),
    };
    SummarySeries { arm, label: label.into(), points: values.iter().enumerate().map(point).collect() }
}

fn row(label: &str, arm: Option<usize>, cells: [u32; 6]) -> CountRow {
    CountRow { label: label.into(), arm, cells: cells.iter().map(u32::to_string).collect() }
}

fn one_arm() -> Trajectory {
    let value = |s: usize, v: usize| {
        let base = 50.0 + 24.0 * share(s + 3);
        let gain = [0.0, 2.0, 4.0, 7.0, 8.0, 8.5].get(v).copied().unwrap_or(0.0) * (0.3 + share(s * 7));
        if s == 9 && v == 2 {
            Value::Bounds { lower: base - 3.0, upper: base + 6.0 }
        } else {
            Value::Exact((base + gain + 3.0 * share(s * 13 + v)).min(80.0).round())
        }
    };
    Trajectory {
        frame: frame("MMT8 over time"),
        axis: ValueAxis {
            unit: Some("points, 0 to 80".into()),
            benefit: Benefit::Higher,
            limits: Some((40.0, 80.0)),
            ..ValueAxis::new("MMT8")
        },
        time_label: "Days since first infusion (visits at their planned day, values at their real day)".into(),
        visits: visits(),
        infusions: vec![Infusion { day: 0.0, label: "infusion".into() }],
        subjects: course(13, 0, value),
        summaries: vec![summary(None, "mean (95 % CI)", [61.0, 64.0, 66.0, 69.0, 70.0, 71.5], 4.5)],
        rows: vec![row("n", None, [13, 13, 12, 12, 12, 12])],
        ..Trajectory::default()
    }
}

fn two_arms() -> Trajectory {
    let value = |s: usize, v: usize| {
        let start = 10f64.powf(2.2 + 1.4 * share(s + 11));
        let fall = 10f64.powf(-(v as f64) * (0.12 + 0.3 * share(s * 5)));
        let now = (start * fall).round();
        if now < 30.0 { Value::Censored(30.0) } else { Value::Exact(now) }
    };
    Trajectory {
        frame: frame("Creatine kinase by dose"),
        axis: ValueAxis {
            unit: Some("U/L".into()),
            benefit: Benefit::Lower,
            scale: ScaleKind::Log10,
            ..ValueAxis::new("Creatine kinase")
        },
        time_label: "Days since first infusion".into(),
        visits: visits(),
        infusions: vec![Infusion { day: 0.0, label: "1".into() }, Infusion { day: 28.0, label: "2".into() }],
        arms: vec!["low dose".into(), "high dose".into()],
        subjects: course(24, 2, value),
        summaries: vec![
            summary(Some(0), "low dose", [760.0, 500.0, 360.0, 240.0, 160.0, 110.0], 90.0),
            summary(Some(1), "high dose", [700.0, 400.0, 260.0, 150.0, 100.0, 70.0], 40.0),
        ],
        thresholds: vec![Threshold { value: 200.0, name: "upper limit of normal".into(), tip: Tip::default() }],
        rows: vec![
            row("low dose", Some(0), [12, 12, 12, 11, 11, 10]),
            row("high dose", Some(1), [12, 12, 11, 11, 10, 10]),
        ],
    }
}

fn many() -> Trajectory {
    let mut figure = one_arm();
    let value = |s: usize, v: usize| Value::Exact((45.0 + 30.0 * share(s) + 4.0 * share(s * 9 + v)).round());
    figure.frame = frame("60 subjects, crowded visits");
    figure.visits = [-28.0, -7.0, 0.0, 1.0, 7.0, 14.0, 28.0, 90.0, 180.0, 365.0]
        .iter()
        .map(|day| Visit::new(if *day < 0.0 { format!("screening {day}") } else { format!("day {day}") }, *day))
        .collect();
    let days: Vec<f64> = figure.visits.iter().map(|visit| visit.day).collect();
    let point = |s: usize, v: usize, day: f64| TrajectoryPoint {
        day,
        visit: Some(v),
        value: value(s, v),
        tip: tip(&id(s), format!("visit {v}")),
    };
    let series = |s: usize| SubjectSeries {
        subject: id(s),
        named: s == 4,
        points: days.iter().enumerate().map(|(v, day)| point(s, v, *day)).collect(),
        ..SubjectSeries::default()
    };
    figure.subjects = (0..60).map(series).collect();
    figure.rows = vec![CountRow { label: "n".into(), arm: None, cells: vec!["60".into(); 10] }];
    figure.summaries.clear();
    figure
}

fn waterfall(count: usize) -> Waterfall {
    let bar = |s: usize| {
        let change = (26.0 * share(s * 3 + 1) - 8.0).round();
        let value = (s % 9 != 8).then_some(change);
        let state = match value {
            None => State::NoData,
            Some(_) if s % 7 == 3 => State::Undetermined,
            Some(change) if change >= 8.0 => State::Met,
            Some(_) => State::NotMet,
        };
        let text = value.map_or(String::new(), |v| format!("{v:+}").replace('-', "\u{2212}"));
        Bar { subject: id(s), value, text, state, tip: tip(&id(s), format!("change {change}")) }
    };
    Waterfall {
        frame: frame("Change in MMT8 at month 6"),
        axis: ValueAxis {
            unit: Some("points".into()),
            benefit: Benefit::Higher,
            ..ValueAxis::new("Change in MMT8 from baseline to month 6")
        },
        bars: (0..count).map(bar).collect(),
        thresholds: vec![Threshold { value: 8.0, name: "improvement: 8 points or more".into(), tip: Tip::default() }],
    }
}

fn intervals() -> IntervalPlot {
    let row = |name: &str, n: &str, e: f64, low: f64, high: f64, p: &str| IntervalRow {
        left: vec![name.into()],
        right: vec![n.into(), format!("{e:.1} ({low:.1} to {high:.1})").replace('-', "\u{2212}"), p.into()],
        estimate: Some(e),
        interval: Some((low, high)),
        tip: Tip::new(format!("{name}: {e}")).with_href("#R5"),
        ..IntervalRow::default()
    };
    let heading =
        |text: &str| IntervalRow { kind: RowKind::Heading, left: vec![text.into()], ..IntervalRow::default() };
    let mut overall = row("All measures, pooled", "13", 0.8, 0.3, 1.3, "0.004");
    overall.kind = RowKind::Overall;
    let mut none = row("Inclusion body count", "1", 0.0, 0.0, 0.0, "\u{2013}");
    none.estimate = None;
    none.right = vec!["1".into(), "not estimable".into(), "\u{2013}".into()];
    IntervalPlot {
        frame: frame("Changes at month 6"),
        axis: ValueAxis { limits: Some((-1.0, 3.0)), ..ValueAxis::new("Standardised change (95 % CI)") },
        left: vec![Column::new("Measure", Align::Left)],
        right: vec![
            Column::new("n", Align::Right),
            Column::new("Change (95 % CI)", Align::Right),
            Column::new("p", Align::Decimal),
        ],
        rows: vec![
            heading("Muscle"),
            row("MMT8, 0 to 80", "12", 1.1, 0.2, 2.0, "0.021"),
            row("Health assessment questionnaire, disability index", "11", 0.4, -0.5, 1.3, "0.38"),
            none,
            heading("Global"),
            row("Physician global", "13", 1.6, 0.9, 3.9, "<0.001"),
            row("Patient global", "13", 0.2, -1.4, 1.1, "0.71"),
            overall,
        ],
        reference: Some(Threshold { value: 0.0, name: "no change".into(), tip: Tip::default() }),
        margins: Vec::new(),
        sides: Some(("worse".into(), "better".into())),
    }
}

fn part(label: &str, n: u64, lines: &[(&str, u64)]) -> FlowBox {
    let lines = lines.iter().map(|(label, n)| FlowLine::new(*label, *n)).collect();
    FlowBox { label: label.into(), n: Some(n), lines, tip: Tip::default() }
}

fn flow(arms: bool) -> Flow {
    let step = |main: FlowBox, side: Option<FlowBox>| FlowStep { main, side };
    let excluded = part(
        "Excluded",
        6,
        &[
            ("Did not meet inclusion criteria, among them two with an active infection at screening", 4),
            ("Declined", 2),
            ("Other reasons", 0),
        ],
    );
    let mut trunk = vec![
        step(part("Assessed for eligibility", 21, &[]), Some(excluded)),
        step(
            part("Enrolled", 15, &[]),
            Some(part("Not infused", 2, &[("Product out of specification", 1), ("Withdrew consent", 1)])),
        ),
    ];
    let last = || {
        vec![
            step(
                part("Infused", 13, &[]),
                Some(part("Stopped before month 6", 0, &[("Death", 0), ("Lost to follow-up", 0)])),
            ),
            step(
                part("Analysed at month 6", 13, &[("Complete scores", 12), ("Incomplete scores, bounds given", 1)]),
                None,
            ),
        ]
    };
    if !arms {
        trunk.extend(last());
        return Flow { frame: frame("Flow, one arm"), trunk, arms: Vec::new() };
    }
    let arm = |label: &str| FlowArm { label: label.into(), steps: last() };
    Flow { frame: frame("Flow, two arms"), trunk, arms: vec![arm("Low dose"), arm("High dose")] }
}

fn swimmer() -> Swimmer {
    let lane = |s: usize| {
        let end = 120.0 + (400.0 * share(s * 17)).round();
        let mark = |day: f64, kind| LaneMark { day, kind, tip: tip(&id(s), format!("day {day}")) };
        let mut marks = vec![mark(0.0, LaneMarkKind::Infusion)];
        for (index, day) in [30.0, 90.0, 180.0, 365.0].into_iter().enumerate().filter(|(_, day)| *day <= end) {
            let state = match (s + index) % 3 {
                0 => State::Met,
                1 => State::NotMet,
                _ => State::Undetermined,
            };
            marks.push(mark(day, LaneMarkKind::Response(state)));
        }
        if s % 4 == 1 {
            marks.push(mark(end - 20.0, LaneMarkKind::Relapse));
            marks.push(mark(end - 8.0, LaneMarkKind::Infusion));
        }
        if s == 3 {
            marks.push(mark(end, LaneMarkKind::Death));
        }
        if s == 6 {
            marks.push(mark(end, LaneMarkKind::Withdrawal));
        }
        Lane {
            subject: id(s),
            arm: Some(s % 2),
            start: 0.0,
            end,
            follow_up: if s == 3 || s == 6 { FollowUp::Ended } else { FollowUp::Ongoing },
            marks,
            note: if s.is_multiple_of(2) { "off steroids".into() } else { "10 mg".into() },
            tip: tip(&id(s), format!("{end} days")),
        }
    };
    Swimmer {
        frame: frame("Follow-up and responses"),
        time_label: "Days since first infusion".into(),
        arms: vec!["low dose".into(), "high dose".into()],
        lanes: (0..13).map(lane).collect(),
        note_header: "Steroids at last visit".into(),
    }
}

fn small() -> DotInterval {
    let pair = |s: usize| {
        let before = 45.0 + 25.0 * share(s);
        let after = (s != 3).then_some((before + 12.0 * share(s * 5)).min(80.0));
        Pair { before: Some(before), after, tip: tip(&id(s), "before and after".into()) }
    };
    let mean = |estimate: f64, text: &str| GroupMean {
        estimate,
        interval: Some((estimate - 4.0, estimate + 4.0)),
        text: text.into(),
        tip: Tip::new(text),
    };
    DotInterval {
        frame: frame("MMT8 before and after"),
        axis: ValueAxis { benefit: Benefit::Higher, ..ValueAxis::new("MMT8") },
        before_label: "baseline".into(),
        after_label: "month 6".into(),
        pairs: (0..13).map(pair).collect(),
        before: Some(mean(58.2, "58.2")),
        after: Some(mean(64.9, "64.9")),
    }
}

fn page() -> String {
    let states: Vec<String> =
        State::ALL.iter().map(|state| format!("{} {}", state_mark(*state), state.label())).collect();
    let figures: Vec<(&str, String)> = vec![
        ("Before and after, small", format!("<div style=\"max-width:220px\">{}</div>", small().render_responsive())),
        ("States", format!("<p>{}</p>", states.join(" &nbsp; "))),
        ("One arm", one_arm().render_responsive()),
        ("Two arms, log axis", two_arms().render_responsive()),
        ("Sixty subjects", many().render_responsive()),
        ("Waterfall", waterfall(13).render_responsive()),
        ("Waterfall, sixty", waterfall(60).render_responsive()),
        ("Intervals", intervals().render_responsive()),
        ("Flow", flow(false).render_responsive()),
        ("Flow, two arms", flow(true).render_responsive()),
        ("Swimmer", swimmer().render_responsive()),
    ];
    let body: String =
        figures.iter().map(|(name, svg)| format!("<figure><figcaption>{name}</figcaption>{svg}</figure>\n")).collect();
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Figures on made-up data</title><style>{STYLE}\nbody{{max-width:760px;margin:24px auto;padding:0 16px;\
         background:var(--fig-paper);color:var(--fig-ink);font:16px/1.5 system-ui,sans-serif}}figure{{margin:0 0 44px}}\
         figcaption{{font-weight:600;margin-bottom:10px}}</style><p>Made-up shapes of data: they stand for no study.</p>{body}</html>"
    )
}

fn main() {
    let target = std::env::args().nth(1).unwrap_or_else(|| "figures.html".to_string());
    if let Err(error) = std::fs::write(&target, page()) {
        eprintln!("cannot write {target}: {error}");
    }
}
