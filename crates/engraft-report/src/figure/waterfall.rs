//! One bar per subject, from the highest change to the lowest, by state of the response.

use super::axis::{Key, Plot, Threshold, ValueAxis, draw_caption, draw_keys, draw_threshold, draw_upright, tick_room};
use super::frame::{Figure, Frame, sheet_width};
use super::mark::{State, Tip, tipped};
use super::scale::{Scale, ScaleKind, drawable};
use super::svg::{Anchor, Svg};
use super::text::{FONT, LEADING, SMALL, fit, width, wrap};

/// One subject's change.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Subject id, below the axis.
    pub subject: String,
    /// Change; `None` for a subject without one, kept visible at the right.
    pub value: Option<f64>,
    /// Printed form of the change, at the end of the bar.
    pub text: String,
    /// State of the response, which fills the bar.
    pub state: State,
    /// Tooltip, link and subject.
    pub tip: Tip,
}

/// Changes of all subjects, sorted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Waterfall {
    /// Title, description, watermark.
    pub frame: Frame,
    /// Axis of changes; always linear.
    pub axis: ValueAxis,
    /// Subjects in any order; equal changes keep the order given.
    pub bars: Vec<Bar>,
    /// Lines of the response rule.
    pub thresholds: Vec<Threshold>,
}

/// Ticks aimed at.
const TICKS: usize = 6;
/// Narrowest slot in which turned text of neighbouring bars does not touch.
const TEXT_SLOT: f64 = 12.0;

/// Geometry of the bars.
struct Stage {
    y: Scale,
    plot: Plot,
    slot: f64,
    turned: bool,
    sheet: f64,
}

impl Bar {
    fn drawable(&self) -> Option<f64> {
        self.value.filter(|value| drawable(ScaleKind::Linear, *value))
    }
}

impl Figure for Waterfall {
    fn render_at(&self, width: f64) -> String {
        let sheet = sheet_width(width);
        let mut svg = Svg::default();
        let caption = ValueAxis { scale: ScaleKind::Linear, ..self.axis.clone() }.caption(true);
        let top = draw_caption(&mut svg, &caption, sheet);
        let bars = self.sorted();
        let lines: Vec<(&Threshold, Option<Anchor>)> =
            self.thresholds.iter().map(|line| (line, self.free_end(sheet, &bars, line))).collect();
        let mut keys = self.keys();
        keys.extend(lines.iter().filter(|(_, end)| end.is_none()).map(|(line, _)| threshold_key(line)));
        let top = draw_keys(&mut svg, &keys, top - 4.0, sheet);
        let stage = self.stage(sheet, top, bars.len());
        draw_upright(&mut svg, &stage.y, &stage.plot, TICKS);
        for (index, bar) in bars.iter().enumerate() {
            draw_bar(&mut svg, &stage, index, bar);
        }
        if let Some(zero) = stage.y.at(0.0) {
            svg.line("fig-zero", (stage.plot.left, zero), (stage.plot.right, zero));
        }
        for (line, end) in lines {
            let unnamed = Threshold { name: String::new(), ..line.clone() };
            let line = if end.is_some() { line } else { &unnamed };
            draw_threshold(&mut svg, &stage.y, &stage.plot, line, end.unwrap_or(Anchor::End));
        }
        let bottom = self.draw_names(&mut svg, &stage, &bars);
        self.frame.wrap("fig fig-waterfall", (sheet, bottom), svg)
    }
}

impl Waterfall {
    /// Highest change first; subjects without a change last.
    fn sorted(&self) -> Vec<&Bar> {
        let mut bars: Vec<&Bar> = self.bars.iter().collect();
        bars.sort_by(|a, b| match (a.drawable(), b.drawable()) {
            (Some(a), Some(b)) => b.total_cmp(&a),
            (a, b) => b.is_some().cmp(&a.is_some()),
        });
        bars
    }

    fn stage(&self, sheet: f64, top: f64, count: usize) -> Stage {
        let changes = self.bars.iter().filter_map(Bar::drawable);
        let lines = self.thresholds.iter().map(|threshold| threshold.value);
        let values: Vec<f64> = changes.chain(lines).chain([0.0]).collect();
        let y = Scale::fit(ScaleKind::Linear, &values, self.axis.limits);
        let (left, top) = (tick_room(&y, TICKS), top + 18.0);
        let bottom = top + (sheet * 0.42).clamp(210.0, 300.0);
        let plot = Plot { left, right: sheet, top, bottom };
        let slot = ((sheet - left) / count.max(1) as f64).min(64.0);
        let named = self.bars.iter().flat_map(|bar| [bar.subject.as_str(), bar.text.as_str()]);
        let turned = super::text::widest(named, SMALL) + 4.0 > slot;
        Stage { y: y.over(bottom, top), plot, slot, turned, sheet }
    }

    /// The end of a threshold line where its name meets no bar; `None` sends the name to the legend.
    fn free_end(&self, sheet: f64, bars: &[&Bar], line: &Threshold) -> Option<Anchor> {
        let stage = self.stage(sheet, 0.0, bars.len());
        let at = stage.y.at(line.value)?;
        let need = width(&line.name, SMALL) + 12.0;
        // printed changes stand up to 20 units beyond their bars
        let reaches = |bar: &&&Bar| match bar.drawable().and_then(|value| stage.y.at(value)) {
            Some(y) if line.value > 0.0 => y < at + 20.0,
            Some(_) => bar.drawable().is_some_and(|value| value < 0.0),
            None => false,
        };
        let met = bars.iter().filter(reaches).count();
        let without = bars.iter().filter(|bar| bar.drawable().is_none()).count();
        let free = if line.value > 0.0 { bars.len() - met } else { bars.len() - met - without };
        let spare = if line.value > 0.0 { sheet - stage.plot.left - stage.slot * bars.len() as f64 } else { 0.0 };
        let end = if line.value > 0.0 { Anchor::End } else { Anchor::Start };
        (free as f64 * stage.slot + spare >= need).then_some(end)
    }

    fn keys(&self) -> Vec<Key<'_>> {
        let present = State::ALL.into_iter().filter(|state| {
            *state != State::NoData && self.bars.iter().any(|bar| bar.state == *state && bar.drawable().is_some())
        });
        present
            .map(|state| Key {
                glyph: Box::new(move |svg: &mut Svg, at: (f64, f64)| {
                    fill(svg, state, (at.0 - 6.0, at.1 - 6.0), (12.0, 12.0));
                }),
                words: state.label().to_string(),
            })
            .collect()
    }

    /// Subject names and the group without a value; returns the height of the sheet.
    fn draw_names(&self, svg: &mut Svg, stage: &Stage, bars: &[&Bar]) -> f64 {
        let (plot, top) = (&stage.plot, stage.plot.bottom + 22.0);
        let every = (TEXT_SLOT / stage.slot).ceil().max(1.0) as usize;
        let mut deepest: f64 = FONT;
        for (index, bar) in bars.iter().enumerate().filter(|(index, _)| index % every == 0) {
            let x = plot.left + (index as f64 + 0.5) * stage.slot;
            let name = fit(&bar.subject, if stage.turned { 90.0 } else { stage.slot - 2.0 }, SMALL);
            if stage.turned {
                svg.text_upwards("fig-s", (x + 4.0, top), Anchor::End, &name);
                deepest = deepest.max(width(&name, SMALL));
            } else {
                svg.text("fig-s", (x, top + 8.0), Anchor::Middle, &name);
            }
        }
        let mut y = top + deepest + 6.0;
        let without = bars.iter().filter(|bar| bar.drawable().is_none()).count();
        if without > 0 {
            let start = plot.left + (bars.len() - without) as f64 * stage.slot;
            let end = plot.left + bars.len() as f64 * stage.slot;
            svg.polyline("fig-axis", &[(start + 2.0, y), (start + 2.0, y + 4.0), (end - 2.0, y + 4.0), (end - 2.0, y)]);
            let words = format!("no value (n = {without})");
            let half = width(&words, SMALL) / 2.0;
            let x =
                ((start + end) / 2.0).clamp(half.min(stage.sheet / 2.0), (stage.sheet - half).max(stage.sheet / 2.0));
            svg.text("fig-s", (x, y + 18.0), Anchor::Middle, &words);
            y += LEADING + 6.0;
        }
        if every > 1 {
            let note = format!("One name in {every} is printed; each bar names its subject when pointed at.");
            y = svg.lines("fig-s", (0.0, y + 14.0), Anchor::Start, 14.0, &wrap(&note, stage.sheet, SMALL)) - 10.0;
        }
        y
    }
}

/// Legend entry of a threshold whose name has no room at its line.
fn threshold_key(line: &Threshold) -> Key<'_> {
    let glyph = |svg: &mut Svg, at: (f64, f64)| svg.line("fig-threshold", (at.0 - 7.0, at.1), (at.0 + 8.0, at.1));
    Key { glyph: Box::new(glyph), words: line.name.clone() }
}

/// Draws one bar, its printed change, or the tick of a subject without a value.
fn draw_bar(svg: &mut Svg, stage: &Stage, index: usize, bar: &Bar) {
    let x = stage.plot.left + (index as f64 + 0.5) * stage.slot;
    let wide = (stage.slot * 0.74).min(38.0);
    let Some(zero) = stage.y.at(0.0) else { return };
    tipped(svg, &bar.tip, "fig-bar", |svg| {
        match bar.drawable().and_then(|value| stage.y.at(value).map(|y| (value, y))) {
            Some((value, y)) => {
                fill(svg, bar.state, (x - wide / 2.0, y.min(zero)), (wide, (zero - y).abs().max(1.0)));
                label(svg, stage, &bar.text, (x, y), value < 0.0);
            }
            None => {
                // an unseen full-height slot, so that pointing finds the subject, and a dash above the zero line
                svg.rect("fig-blank", (x - wide / 2.0, stage.plot.top), (wide, stage.plot.bottom - stage.plot.top));
                svg.line(
                    "fig-state-none",
                    (x - wide.min(8.0) / 3.0, zero - 8.0),
                    (x + wide.min(8.0) / 3.0, zero - 8.0),
                );
            }
        }
    });
}

/// Prints the change beyond the end of its bar.
fn label(svg: &mut Svg, stage: &Stage, text: &str, end: (f64, f64), down: bool) {
    let (x, y) = end;
    if stage.slot < TEXT_SLOT {
        return;
    }
    match (stage.turned && width(text, SMALL) + 3.0 > stage.slot, down) {
        (true, true) => svg.text_upwards("fig-s fig-halo", (x + 4.0, y + 4.0), Anchor::End, &fit(text, 60.0, SMALL)),
        (true, false) => svg.text_upwards("fig-s fig-halo", (x + 4.0, y - 4.0), Anchor::Start, &fit(text, 60.0, SMALL)),
        (false, true) => svg.text("fig-s fig-halo", (x, y + 14.0), Anchor::Middle, text),
        (false, false) => svg.text("fig-s fig-halo", (x, y - 5.0), Anchor::Middle, text),
    }
}

/// Fills a bar by state: full, pale, striped, dashed.
fn fill(svg: &mut Svg, state: State, corner: (f64, f64), size: (f64, f64)) {
    svg.rect(&format!("fig-bar-{}", state.slug()), corner, size);
    if state == State::Undetermined {
        let mut y = corner.1 + 3.5;
        while y < corner.1 + size.1 {
            svg.line("fig-stripe", (corner.0, y), (corner.0 + size.0, y));
            y += 3.5;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(subject: &str, value: Option<f64>, state: State) -> Bar {
        let text = value.map_or(String::new(), |value| value.to_string());
        Bar { subject: subject.into(), value, text, state, tip: Tip::new(subject).with_subject(subject) }
    }

    fn sample() -> Waterfall {
        Waterfall {
            bars: vec![
                bar("a", Some(-2.0), State::NotMet),
                bar("b", None, State::NoData),
                bar("c", Some(5.0), State::Met),
                bar("d", Some(f64::NAN), State::Undetermined),
            ],
            ..Waterfall::default()
        }
    }

    #[test]
    fn bars_fall_from_high_to_low_and_subjects_without_a_value_stay() {
        let figure = sample();
        let order: Vec<&str> = figure.sorted().iter().map(|bar| bar.subject.as_str()).collect();
        assert_eq!(order, ["c", "a", "b", "d"]);
        let svg = figure.render();
        assert!(svg.contains("no value (n = 2)"));
        assert_eq!(svg.matches("class=\"fig-blank\"").count(), 2);
        assert_eq!(svg.matches("class=\"fig-bar\"").count(), 4);
    }

    #[test]
    fn names_of_many_subjects_are_thinned_and_the_figure_says_so() {
        let bars = (0..60).map(|i| bar(&format!("S{i:02}"), Some(f64::from(i)), State::Met)).collect();
        let figure = Waterfall { bars, ..Waterfall::default() };
        assert!(figure.render_at(400.0).contains("One name in 2"));
        assert_eq!(figure.render().matches("class=\"fig-bar\"").count(), 60);
    }

    #[test]
    fn undetermined_bars_are_striped() {
        let figure = Waterfall { bars: vec![bar("u", Some(4.0), State::Undetermined)], ..Waterfall::default() };
        assert!(figure.render().contains("fig-stripe"));
    }
}
