//! Structure of the drawn course: gaps, marks, rows, labels.

use super::marks::{Step, Stroke, strokes};
use super::*;

fn step(visit: usize, at: Option<(f64, f64)>) -> Step {
    Step { at, visit: Some(visit) }
}

fn point(visit: usize, day: f64, value: Value) -> TrajectoryPoint {
    let tip = Tip::new(format!("day {day}")).with_href("#R1");
    TrajectoryPoint { day, visit: Some(visit), value, tip }
}

fn sample() -> Trajectory {
    let days = [0.0, 30.0, 90.0];
    let series = |id: &str, values: [Value; 3]| SubjectSeries {
        subject: id.into(),
        points: values.iter().enumerate().map(|(i, v)| point(i, days[i], *v)).collect(),
        ..SubjectSeries::default()
    };
    Trajectory {
        visits: days.iter().map(|day| Visit::new(format!("d{day}"), *day)).collect(),
        subjects: vec![
            series("01", [Value::Exact(10.0), Value::Exact(12.0), Value::Exact(15.0)]),
            series("02", [Value::Exact(20.0), Value::Missing, Value::Censored(5.0)]),
            series("03", [Value::Exact(8.0), Value::Bounds { lower: 6.0, upper: 9.0 }, Value::Missing]),
        ],
        summaries: vec![SummarySeries {
            arm: None,
            label: "mean".into(),
            points: vec![
                SummaryPoint { visit: 0, estimate: 12.7, interval: Some((1.0, 24.0)), tip: Tip::new("mean") },
                SummaryPoint { visit: 2, estimate: 10.0, interval: None, tip: Tip::new("mean, n = 1") },
            ],
        }],
        rows: vec![CountRow { label: "n".into(), arm: None, cells: vec!["3".into(), "1".into(), "2".into()] }],
        ..Trajectory::default()
    }
}

#[test]
fn no_full_line_crosses_a_missing_visit() {
    let steps = [step(0, Some((0.0, 0.0))), step(1, Some((1.0, 0.0))), step(2, None), step(3, Some((3.0, 0.0)))];
    let expected = [Stroke::Solid(vec![(0.0, 0.0), (1.0, 0.0)]), Stroke::Gap((1.0, 0.0), (3.0, 0.0))];
    assert_eq!(strokes(&steps), expected);
    let left_out = [step(0, Some((0.0, 0.0))), step(2, Some((2.0, 0.0)))];
    assert_eq!(strokes(&left_out), [Stroke::Gap((0.0, 0.0), (2.0, 0.0))]);
}

#[test]
fn every_value_has_its_mark() {
    let svg = sample().render();
    let plot = svg.split("<g class=\"fig-summary\">").next().unwrap();
    assert_eq!(plot.matches("<circle class=\"fig-dot\"").count(), 5);
    assert_eq!(plot.matches("fig-censored").count(), 1);
    assert_eq!(plot.matches("<line class=\"fig-bounds\"").count(), 3);
    assert_eq!(svg.matches("<line class=\"fig-interval\"").count(), 1);
    assert_eq!(svg.matches("data-subject=\"02\"").count(), 2, "the line and its label");
}

#[test]
fn counts_stand_under_their_visits() {
    let svg = sample().render();
    let x_of = |text: &str| {
        let head = svg.split(&format!(">{text}</text>")).next().unwrap();
        let start = head.rfind(" x=\"").unwrap() + 4;
        head[start..].split('"').next().unwrap().to_string()
    };
    assert_eq!(x_of("d0"), x_of("3"));
    assert_eq!(x_of("d30"), x_of("1"));
    assert_eq!(x_of("d90"), x_of("2"));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert_eq!(sample().render(), sample().render());
    assert_ne!(sample().render_at(400.0), sample().render());
}

#[test]
fn more_than_fifteen_subjects_are_labelled_only_if_named() {
    let mut figure = sample();
    let one = figure.subjects[0].clone();
    figure.subjects =
        (0..20).map(|i| SubjectSeries { subject: format!("S{i}"), named: i == 7, ..one.clone() }).collect();
    let svg = figure.render();
    assert!(svg.contains(">S7</text>") && !svg.contains(">S8</text>"));
}

#[test]
fn values_that_cannot_be_drawn_are_counted() {
    let mut figure = sample();
    figure.subjects[0].points[0].value = Value::Exact(f64::NAN);
    assert!(figure.render().contains("1 value not drawn"));
}
