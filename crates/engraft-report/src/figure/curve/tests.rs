use super::*;

fn step(day: f64, value: f64, interval: Option<(f64, f64)>) -> CurveStep {
    CurveStep { day, value, interval, tip: Tip::new(format!("day {day}")) }
}

fn figure() -> Curves {
    let censorings = vec![CurveCensoring { day: 50.0, tip: Tip::new("one left") }];
    let main = Curve {
        arm: Some(0),
        label: "Single".into(),
        steps: vec![step(10.0, 75.0, Some((40.0, 95.0))), step(30.0, 50.0, None), step(40.0, 25.0, Some((5.0, 60.0)))],
        censorings,
        ..Curve::default()
    };
    let other = Curve { arm: Some(1), label: "Double".into(), steps: vec![step(20.0, 0.0, None)], ..Curve::default() };
    let at_risk = vec![
        AtRisk {
            arm: Some(0),
            label: "Single".into(),
            counts: vec![(10.0, "4".into()), (30.0, "3".into()), (50.0, "1".into())],
        },
        AtRisk { arm: Some(1), label: "Double".into(), counts: vec![(20.0, "1".into())] },
    ];
    Curves { start: 100.0, curves: vec![main, other], at_risk, label: percent_axis("Free of it"), ..Curves::default() }
}

#[test]
fn a_band_breaks_where_there_is_no_interval_and_a_censoring_is_a_tick() {
    let svg = figure().render();
    assert_eq!(svg.matches("fig-curve-band").count(), 2, "10 to 30 and 40 to 50");
    assert_eq!(svg.matches("class=\"fig-tick\"").count(), 1);
    assert_eq!(svg.matches("class=\"fig-step\"").count(), 2);
    assert!(svg.contains("Free of it (%)") && svg.contains(">At risk</text>"));
}

#[test]
fn the_number_at_risk_is_that_just_before_the_day() {
    let rows = figure().rows(&[0.0, 10.0, 20.0, 40.0, 60.0]);
    assert_eq!(rows[0].cells, ["4", "4", "3", "1", "0"]);
    assert_eq!(rows[1].cells, ["1", "1", "1", "0", "0"]);
}

#[test]
fn a_curve_ends_with_the_last_subject_at_risk() {
    let figure = figure();
    let stage = Stage {
        x: Scale::days(&figure.days(), 0.0).over(0.0, 50.0),
        y: Scale::tight(ScaleKind::Linear, &[], Some((0.0, 100.0))).over(100.0, 0.0),
        plot: Plot { left: 0.0, right: 50.0, top: 0.0, bottom: 100.0 },
    };
    let corners = |curve: usize| figure.corners(&stage, &figure.curves[curve]);
    assert_eq!(corners(0).last(), Some(&(50.0, 75.0)), "the last subject left on day 50");
    assert_eq!(corners(1).last(), Some(&(20.0, 100.0)), "the last subject had the event on day 20");
}
