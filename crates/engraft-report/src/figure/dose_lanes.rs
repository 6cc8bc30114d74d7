//! One lane a subject: the daily dose as an area over time, all lanes on one scale.

use super::axis::{Key, Plot, draw_caption, draw_keys, draw_sideways};
use super::frame::{Figure, Frame, sheet_width};
use super::mark::{Tip, polygon, tipped};
use super::scale::Scale;
use super::style::arm_class;
use super::svg::{Anchor, Attrs, Svg};
use super::text::{SMALL, fit, number, widest, width, wrap};

/// A dose recorded at a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dose {
    /// Day.
    pub day: f64,
    /// Amount a day; `None` where the visit has no value: nothing is drawn up to the next one.
    pub amount: Option<f64>,
    /// Printed form.
    pub text: String,
    /// Tooltip and link.
    pub tip: Tip,
}

/// One subject's doses.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DoseLane {
    /// Subject id, left of the lane.
    pub subject: String,
    /// Arm whose colour the area carries.
    pub arm: Option<usize>,
    /// Doses in the order of days. Each is drawn up to the next one, the last as a line.
    pub doses: Vec<Dose>,
}

/// Doses of all subjects, in the order given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DoseLanes {
    /// Title, description, watermark.
    pub frame: Frame,
    /// Words above the plot: name and unit of the dose.
    pub label: String,
    /// Words under the axis.
    pub time_label: String,
    /// Names of the arms, for the legend; empty where there is one.
    pub arms: Vec<String>,
    /// Lanes from top to bottom.
    pub lanes: Vec<DoseLane>,
}

/// Scale of days, place of a lane's base line, and its height at the largest dose.
struct Stage {
    x: Scale,
    left: f64,
    height: f64,
    largest: f64,
}

impl Figure for DoseLanes {
    fn render_at(&self, width_of_sheet: f64) -> String {
        let sheet = sheet_width(width_of_sheet);
        let mut svg = Svg::default();
        let amounts = self.lanes.iter().flat_map(|lane| lane.doses.iter().filter_map(|dose| dose.amount));
        let largest = amounts.filter(|a| a.is_finite()).fold(0.0, f64::max);
        let caption = format!(
            "{} \u{b7} full height of a lane: {}",
            self.label,
            number(largest, usize::from(largest.fract() > 0.0))
        );
        let above = draw_caption(&mut svg, &caption, sheet);
        let top = draw_keys(&mut svg, &self.keys(), above - 4.0, sheet) + 4.0;
        let row = if self.lanes.len() > 30 { 18.0 } else { 26.0 };
        let left = widest(self.lanes.iter().map(|lane| lane.subject.as_str()), SMALL).min(sheet * 0.22) + 12.0;
        let texts = self.lanes.iter().map(|lane| width(&ends(lane), SMALL)).fold(0.0, f64::max);
        let right = sheet - texts.min(sheet * 0.25) - 14.0;
        let plot = Plot { left, right, top, bottom: top + row * self.lanes.len() as f64 + 4.0 };
        let days: Vec<f64> = self.lanes.iter().flat_map(|lane| lane.doses.iter().map(|dose| dose.day)).collect();
        let stage = Stage { x: Scale::days(&days, 0.01).over(left, right), left, height: row - 7.0, largest };
        for (index, lane) in self.lanes.iter().enumerate() {
            let base = plot.top + (index as f64 + 1.0) * row - 3.0;
            draw_lane(&mut svg, &stage, lane, base);
            svg.line("fig-grid", (plot.left, base), (plot.right, base));
            let words = fit(&ends(lane), sheet - plot.right - 8.0, SMALL);
            svg.text("fig-s", (plot.right + 8.0, base - 2.0), Anchor::Start, &words);
        }
        let ticks = ((plot.right - plot.left) / 70.0).max(2.0) as usize;
        draw_sideways(&mut svg, &stage.x, &plot, ticks);
        let lines = wrap(&self.time_label, plot.right - plot.left, SMALL);
        let centre = ((plot.left + plot.right) / 2.0, plot.bottom + 34.0);
        let bottom = svg.lines("fig-s", centre, Anchor::Middle, 14.0, &lines) - 6.0;
        self.frame.wrap("fig fig-doses", (sheet, bottom), svg)
    }
}

impl DoseLanes {
    fn keys(&self) -> Vec<Key<'_>> {
        let key = |(index, arm): (usize, &String)| {
            let class = format!("fig-lane{}", arm_class(Some(index)));
            let glyph = move |svg: &mut Svg, at: (f64, f64)| svg.rect(&class, (at.0 - 7.0, at.1 - 4.0), (14.0, 8.0));
            Key { glyph: Box::new(glyph), words: arm.clone() }
        };
        self.arms.iter().enumerate().map(key).collect()
    }
}

/// "20 to 5": the first and the last dose known.
fn ends(lane: &DoseLane) -> String {
    let mut known = lane.doses.iter().filter(|dose| dose.amount.is_some());
    match (known.next(), known.next_back()) {
        (Some(first), Some(last)) => format!("{} to {}", first.text, last.text),
        (Some(only), None) => only.text.clone(),
        (None, _) => "not known".to_owned(),
    }
}

fn draw_lane(svg: &mut Svg, stage: &Stage, lane: &DoseLane, base: f64) {
    let class = format!("fig-series{}", arm_class(lane.arm));
    svg.open("g", Attrs::class(&class).set("data-subject", &lane.subject));
    let name = fit(&lane.subject, stage.left - 10.0, SMALL);
    svg.text("fig-n", (stage.left - 8.0, base - 2.0), Anchor::End, &name);
    let nexts = lane.doses.iter().skip(1).map(|dose| Some(dose.day)).chain([None]);
    for (dose, next) in lane.doses.iter().zip(nexts) {
        let (Some(amount), Some(from)) = (dose.amount, stage.x.at(dose.day)) else { continue };
        let share = if stage.largest > 0.0 { (amount / stage.largest).clamp(0.0, 1.0) } else { 0.0 };
        let y = base - share * stage.height;
        let to = next.and_then(|day| stage.x.at(day)).unwrap_or(from);
        tipped(svg, &dose.tip, "", |svg| {
            polygon(svg, "fig-lane", &[(from, base), (from, y), (to, y), (to, base)]);
            svg.line("fig-dose", (from, y), (to.max(from + 3.0), y));
        });
    }
    svg.close();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dose(day: f64, amount: Option<f64>) -> Dose {
        let text = amount.map(|a| a.to_string()).unwrap_or_default();
        Dose { day, amount, text, tip: Tip::default() }
    }

    #[test]
    fn a_missing_dose_leaves_a_gap_and_the_words_name_the_ends() {
        let doses = vec![dose(0.0, Some(20.0)), dose(30.0, None), dose(60.0, Some(5.0))];
        let lane = DoseLane { subject: "S1".into(), arm: None, doses };
        assert_eq!(ends(&lane), "20 to 5");
        let svg = DoseLanes { lanes: vec![lane], label: "Prednisone (mg/d)".into(), ..DoseLanes::default() }.render();
        assert_eq!(svg.matches("class=\"fig-lane\"").count(), 2);
        assert!(svg.contains("full height of a lane: 20") && svg.contains("data-subject=\"S1\""));
    }

    #[test]
    fn lanes_without_any_dose_or_with_zeros_are_drawn() {
        let lanes = vec![
            DoseLane { subject: "a".into(), ..DoseLane::default() },
            DoseLane { subject: "b".into(), doses: vec![dose(0.0, Some(0.0))], ..DoseLane::default() },
        ];
        let svg = DoseLanes { lanes, ..DoseLanes::default() }.render();
        assert!(svg.contains("not known") && !svg.contains("NaN"));
    }
}
