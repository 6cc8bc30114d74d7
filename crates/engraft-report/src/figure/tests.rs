//! Hostile input through every figure: no panic, valid XML, nothing of a label becomes markup.

use super::*;

const NASTY: &str = "<script>alert('x')</script>&\"\u{0}\u{1b}\u{202e}]]>";

/// Values that have broken axes before.
const VALUES: [f64; 12] =
    [0.0, -0.0, 1.0, 1.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e308, -1e308, 5e-324, 1e-310, f64::MAX];

/// Checks that tags are balanced and that nothing but known elements appears.
fn assert_well_formed(svg: &str) {
    let mut open: Vec<&str> = Vec::new();
    for part in svg.split('<').skip(1) {
        let (tag, text) = part.split_once('>').expect("a tag ends");
        assert!(!text.contains('>'), "raw > in text: {text}");
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap();
        let known = ["svg", "title", "desc", "g", "a", "text", "line", "rect", "path", "circle", "div"];
        assert!(known.contains(&name), "unknown element {name}");
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !tag.ends_with('/') {
            open.push(name);
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "quotes in {tag}");
    }
    assert!(open.is_empty(), "{open:?}");
    assert!(!svg.contains("NaN") && !svg.contains("inf\"") && !svg.contains("alert('x')"));
    assert!(!svg.chars().any(|c| c.is_control() && c != '\n'));
}

fn tip() -> Tip {
    Tip::new(NASTY).with_href("#\"><script>").with_subject(NASTY)
}

fn frame() -> Frame {
    Frame::new(NASTY, NASTY).watermarked(NASTY)
}

fn axis(scale: ScaleKind) -> ValueAxis {
    ValueAxis { scale, unit: Some(NASTY.into()), benefit: Benefit::Lower, ..ValueAxis::new(NASTY.repeat(4)) }
}

fn long() -> String {
    "long label ".repeat(20) + &"x".repeat(200)
}

fn trajectory(subjects: usize, visits: usize, scale: ScaleKind) -> Trajectory {
    let value = |i: usize| match (i % 5, VALUES.iter().copied().cycle().nth(i).unwrap()) {
        (0, _) => Value::Missing,
        (1, v) => Value::Censored(v),
        (2, v) => Value::Bounds { lower: v, upper: -v },
        (_, v) => Value::Exact(v),
    };
    let point = |s: usize, v: usize| TrajectoryPoint { day: v as f64, visit: Some(v), value: value(s + v), tip: tip() };
    let series = |s: usize| SubjectSeries {
        subject: long(),
        arm: Some(s),
        named: s.is_multiple_of(3),
        points: (0..visits).map(|v| point(s, v)).collect(),
    };
    let summary =
        |v: usize| SummaryPoint { visit: v * 2, estimate: VALUES[v % 12], interval: Some((f64::NAN, 1.0)), tip: tip() };
    Trajectory {
        frame: frame(),
        axis: axis(scale),
        time_label: long(),
        visits: (0..visits).map(|v| Visit::new(long(), VALUES[v % 12])).collect(),
        infusions: VALUES.iter().map(|day| Infusion { day: *day, label: long() }).collect(),
        arms: vec![NASTY.into(), long()],
        subjects: (0..subjects).map(series).collect(),
        summaries: vec![SummarySeries { arm: Some(99), label: long(), points: (0..visits).map(summary).collect() }],
        thresholds: VALUES.iter().map(|value| Threshold { value: *value, name: long(), tip: tip() }).collect(),
        rows: vec![CountRow { label: long(), arm: Some(1), cells: vec![NASTY.into(); visits + 3] }],
    }
}

#[test]
fn trajectories_survive_anything() {
    for scale in [ScaleKind::Linear, ScaleKind::Log10] {
        for (subjects, visits) in [(0, 0), (1, 1), (3, 2), (60, 10), (2, 60)] {
            let figure = trajectory(subjects, visits, scale);
            for width in [680.0, 400.0, 0.0, f64::NAN] {
                assert_well_formed(&figure.render_at(width));
            }
        }
    }
    assert_well_formed(&Trajectory::default().render_responsive());
}

#[test]
fn waterfalls_survive_anything() {
    for count in [0, 1, 12, 60] {
        let bar = |i: usize| Bar {
            subject: if i.is_multiple_of(2) { NASTY.into() } else { long() },
            value: VALUES.get(i % 13).copied(),
            text: long(),
            state: State::ALL[i % 5],
            tip: tip(),
        };
        let bars = (0..count).map(bar).collect();
        let thresholds = vec![Threshold { value: f64::NAN, name: NASTY.into(), tip: tip() }];
        let figure = Waterfall { frame: frame(), axis: axis(ScaleKind::Log10), bars, thresholds };
        assert_well_formed(&figure.render_responsive());
    }
}

#[test]
fn interval_plots_survive_anything() {
    for scale in [ScaleKind::Linear, ScaleKind::Log10] {
        for limits in [None, Some((0.0, 1.0)), Some((f64::NAN, 1.0)), Some((2.0, -2.0))] {
            let row = |i: usize| IntervalRow {
                kind: [RowKind::Estimate, RowKind::Overall, RowKind::Heading][i % 3],
                left: vec![long(); i % 4],
                right: vec![NASTY.into(); i % 5],
                estimate: VALUES.get(i % 13).copied(),
                interval: Some((VALUES[i % 12], VALUES[(i + 5) % 12])),
                arm: Some(i),
                tip: tip(),
            };
            let figure = IntervalPlot {
                frame: frame(),
                axis: ValueAxis { limits, ..axis(scale) },
                left: vec![Column::new(long(), Align::Left); 2],
                right: vec![Column::new(NASTY, Align::Decimal); 4],
                rows: (0..40).map(row).collect(),
                reference: Some(Threshold { value: 1.0, name: long(), tip: tip() }),
                margins: Vec::new(),
                sides: Some((long(), NASTY.into())),
            };
            assert_well_formed(&figure.render_responsive());
        }
    }
    assert_well_formed(&IntervalPlot::default().render_responsive());
}

#[test]
fn flows_survive_anything() {
    let part =
        |n| FlowBox { label: long(), n, lines: vec![FlowLine::new(NASTY, 0), FlowLine::new(long(), 7)], tip: tip() };
    let step = |i: u64| FlowStep { main: part(Some(i)), side: i.is_multiple_of(2).then(|| part(None)) };
    for arms in [0, 1, 2, 9] {
        let arm = |i: u64| FlowArm { label: NASTY.into(), steps: (0..=i % 4).map(step).collect() };
        let flow = Flow { frame: frame(), trunk: (0..3).map(step).collect(), arms: (0..arms).map(arm).collect() };
        assert_well_formed(&flow.render_responsive());
    }
    assert_well_formed(&Flow::default().render());
}

#[test]
fn swimmers_and_small_figures_survive_anything() {
    let kinds = [
        LaneMarkKind::Infusion,
        LaneMarkKind::Response(State::Undetermined),
        LaneMarkKind::Relapse,
        LaneMarkKind::Withdrawal,
        LaneMarkKind::Death,
        LaneMarkKind::Other,
    ];
    let mark = |i: usize| LaneMark { day: VALUES[i % 12], kind: kinds[i % 6], tip: tip() };
    let lane = |i: usize| Lane {
        subject: long(),
        arm: Some(i),
        start: VALUES[i % 12],
        end: VALUES[(i + 3) % 12],
        follow_up: FollowUp::Ongoing,
        marks: (0..12).map(mark).collect(),
        note: NASTY.into(),
        tip: tip(),
    };
    let lanes = (0..60).map(lane).collect();
    let swimmer = Swimmer { frame: frame(), time_label: long(), arms: vec![NASTY.into()], lanes, note_header: long() };
    assert_well_formed(&swimmer.render_responsive());
    assert_well_formed(&Swimmer::default().render());

    let pair = |i: usize| Pair { before: VALUES.get(i).copied(), after: VALUES.get(i + 5).copied(), tip: tip() };
    let mean = GroupMean { estimate: f64::NAN, interval: Some((0.0, f64::INFINITY)), text: long(), tip: tip() };
    let small = DotInterval {
        frame: frame(),
        axis: axis(ScaleKind::Log10),
        before_label: long(),
        after_label: NASTY.into(),
        pairs: (0..13).map(pair).collect(),
        before: Some(mean.clone()),
        after: Some(mean),
    };
    assert_well_formed(&small.render());
    assert_well_formed(&DotInterval::default().render());
    assert!(State::ALL.iter().all(|state| state_mark(*state).starts_with("<svg")));
}
