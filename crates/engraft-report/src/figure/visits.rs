//! The time axis: real days, visit names as ticks, infusion days, rows of counts aligned with the ticks.
//!
//! Names stand under their day while there is room. Where days are close, names and counts move apart as one column,
//! joined to their tick by a thin line; then names stand on two and three levels; then they are shortened.

use super::axis::Plot;
use super::mark::down_triangle;
use super::place::spread;
use super::scale::Scale;
use super::style::arm_class;
use super::svg::{Anchor, Attrs, Svg};
use super::text::{BOLD, LEADING, SMALL, fit, width};

/// A planned visit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Visit {
    /// Name on the axis.
    pub name: String,
    /// Planned day.
    pub day: f64,
}

impl Visit {
    /// A visit at its planned day.
    pub fn new(name: impl Into<String>, day: f64) -> Self {
        Self { name: name.into(), day }
    }
}

/// A day at which the product was given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Infusion {
    /// Day on the axis.
    pub day: f64,
    /// Words at the marker; left out where they would overlap.
    pub label: String,
}

/// A row of texts under the axis, one cell per visit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CountRow {
    /// Row name: "n", or the arm.
    pub label: String,
    /// Arm whose marker and colour the row carries.
    pub arm: Option<usize>,
    /// One cell for each visit, in their order; empty cells stay empty.
    pub cells: Vec<String>,
}

/// Room kept for infusion markers above the plot.
pub(super) const INFUSION_BAND: f64 = 24.0;

/// A column that moves farther than this from its tick is hard to follow.
const FAR: f64 = 45.0;

/// Where names and cells stand.
pub(super) struct Columns {
    /// Tick and column centre of each visit; `None` for a visit without a usable day.
    centres: Vec<Option<(f64, f64)>>,
    levels: usize,
    room: f64,
    drop: f64,
}

impl Columns {
    /// Places the columns of all visits between `plot.left` and `end`: on one level if nothing moves far,
    /// otherwise on as many as help.
    pub(super) fn place(visits: &[Visit], rows: &[CountRow], scale: &Scale, plot: &Plot, end: f64) -> Self {
        let ticks: Vec<Option<f64>> = visits.iter().map(|visit| scale.at(visit.day)).collect();
        let wanted: Vec<f64> = ticks.iter().copied().flatten().collect();
        let needs: Vec<(f64, f64)> = (visits.iter().zip(&ticks).enumerate())
            .filter(|(_, (_, tick))| tick.is_some())
            .map(|(index, (visit, _))| (width(&visit.name, SMALL) + 9.0, cell_width(rows, index)))
            .collect();
        let (low, high) = (plot.left - 14.0, end);
        let choices = [1, 2, 3].map(|levels| (levels, column_sizes(&needs, levels)));
        let tried = choices.map(|(levels, sizes)| {
            let placed = spread(&wanted, &sizes, low, high);
            let farthest = wanted.iter().zip(&placed).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            let fits = sizes.iter().sum::<f64>() <= high - low;
            (levels, placed, farthest, fits)
        });
        let near = |choice: &&(usize, Vec<f64>, f64, bool)| choice.3 && choice.2 <= FAR;
        let any = |choice: &&(usize, Vec<f64>, f64, bool)| choice.3;
        let [.., last] = &tried;
        let least = tried.iter().rev().find(any).unwrap_or(last);
        let (levels, placed, farthest, fits) = tried.iter().find(near).unwrap_or(least);
        let share = (high - low) / wanted.len().max(1) as f64;
        let room = if *fits { f64::INFINITY } else { share * *levels as f64 - 4.0 };
        let mut placed = placed.iter().copied();
        let centres = ticks.iter().map(|tick| tick.and_then(|x| placed.next().map(|centre| (x, centre)))).collect();
        let drop = if *farthest > 1.0 { 15.0 + (farthest * 0.12).min(12.0) } else { 5.0 };
        Self { centres, levels: *levels, room, drop }
    }

    /// Draws base line, ticks and names; returns the y after them.
    pub(super) fn draw_names(&self, svg: &mut Svg, visits: &[Visit], plot: &Plot) -> f64 {
        svg.line("fig-axis", (plot.left, plot.bottom), (plot.right, plot.bottom));
        let drop = self.drop;
        let columns = visits.iter().zip(&self.centres).filter_map(|(visit, centre)| centre.map(|c| (visit, c)));
        for (index, (visit, (tick, centre))) in columns.enumerate() {
            svg.line("fig-axis", (tick, plot.bottom), (tick, plot.bottom + 4.0));
            if drop > 5.0 {
                let end = (centre, plot.bottom + drop - 1.0);
                svg.polyline("fig-axis", &[(tick, plot.bottom + 4.0), end]);
            }
            let level = index % self.levels;
            let name = fit(&visit.name, self.room, SMALL);
            if name != "\u{2026}" {
                let y = plot.bottom + drop + 12.0 + level as f64 * 14.0;
                svg.text("fig-n", (centre.max(width(&name, SMALL) / 2.0), y), Anchor::Middle, &name);
            }
        }
        plot.bottom + drop + 14.0 * self.levels as f64 + 4.0
    }

    /// Draws the rows of counts from `top`; returns the y after them.
    pub(super) fn draw_rows(&self, svg: &mut Svg, rows: &[CountRow], plot: &Plot, top: f64) -> f64 {
        let mut y = top;
        for row in rows {
            y += LEADING;
            svg.open("g", Attrs::class(format!("fig-row{}", arm_class(row.arm)).trim()));
            let start = if row.arm.is_some() { 14.0 } else { 0.0 };
            if row.arm.is_some() {
                super::mark::arm_marker(svg, row.arm, (5.0, y - 4.0), 4.0);
            }
            let room = plot.left - 24.0 - start;
            let (class, room) = if row.arm.is_some() { ("fig-n fig-arm-text", room / BOLD) } else { ("fig-n", room) };
            let label = fit(&row.label, room, SMALL);
            svg.text(class, (start, y), Anchor::Start, &label);
            for (cell, centre) in row.cells.iter().zip(&self.centres) {
                if let Some((_, x)) = centre {
                    svg.text("fig-n", (*x, y), Anchor::Middle, cell);
                }
            }
            svg.close();
        }
        y
    }
}

/// Width of each column: on several levels a name may reach over its neighbours.
fn column_sizes(needs: &[(f64, f64)], levels: usize) -> Vec<f64> {
    let widest = needs.iter().map(|(name, _)| *name).fold(0.0, f64::max);
    let size = |(name, cell): &(f64, f64)| if levels == 1 { name.max(*cell) } else { cell.max(widest / levels as f64) };
    needs.iter().map(size).collect()
}

fn cell_width(rows: &[CountRow], index: usize) -> f64 {
    let cell = |row: &CountRow| row.cells.get(index).map_or(0.0, |cell| width(cell, SMALL) + 8.0);
    rows.iter().map(cell).fold(0.0, f64::max)
}

/// Room that row names need left of the plot.
pub(super) fn row_room(rows: &[CountRow], sheet: f64) -> f64 {
    let need = |row: &CountRow| match row.arm {
        Some(_) => width(&row.label, SMALL) * BOLD + 40.0,
        None => width(&row.label, SMALL) + 26.0,
    };
    rows.iter().map(need).fold(0.0, f64::max).min(sheet * 0.32)
}

/// Draws infusion markers on the upper edge of the plot, each with a thin line through it.
pub(super) fn draw_infusions(svg: &mut Svg, infusions: &[Infusion], scale: &Scale, plot: &Plot) {
    let mut free = f64::NEG_INFINITY;
    for infusion in infusions {
        let Some(x) = scale.at(infusion.day) else { continue };
        svg.open("g", Attrs::class("fig-infusion"));
        let title = format!("{}, day {}", infusion.label, infusion.day);
        svg.element("title", Attrs::default(), &title);
        svg.line("fig-band", (x, plot.top), (x, plot.bottom));
        down_triangle(svg, "fig-event", (x, plot.top), 4.0);
        let label = fit(&infusion.label, (plot.right - plot.left) * 0.5, SMALL);
        let need = width(&label, SMALL);
        let centre = x.clamp((need / 2.0).min(x), (plot.right - need / 2.0).max(plot.left));
        if centre - need / 2.0 > free {
            svg.text("fig-n", (centre, plot.top - 10.0), Anchor::Middle, &label);
            free = centre + need / 2.0 + 6.0;
        }
        svg.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(days: &[f64], name: &str) -> Columns {
        let visits: Vec<Visit> = days.iter().map(|day| Visit::new(name, *day)).collect();
        let plot = Plot { left: 60.0, right: 560.0, top: 0.0, bottom: 200.0 };
        let scale = Scale::days(days, 0.02).over(plot.left, plot.right);
        Columns::place(&visits, &[], &scale, &plot, 600.0)
    }

    #[test]
    fn visits_with_room_stand_under_their_day() {
        let columns = columns(&[0.0, 100.0, 200.0], "m1");
        assert!(columns.centres.iter().flatten().all(|(tick, centre)| (tick - centre).abs() < 1e-9));
        assert_eq!(columns.levels, 1);
    }

    #[test]
    fn visits_close_in_time_move_apart_and_long_names_take_levels() {
        let close = columns(&[0.0, 1.0, 2.0, 365.0], "d");
        let xs: Vec<f64> = close.centres.iter().flatten().map(|(_, centre)| *centre).collect();
        assert!(xs.windows(2).all(|pair| pair[1] - pair[0] > width("d", SMALL)));
        let long = columns(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0], "End of treatment");
        assert!(long.levels > 1);
    }

    #[test]
    fn a_visit_without_a_day_has_no_column() {
        let columns = columns(&[0.0, f64::NAN, 10.0], "v");
        assert!(columns.centres[1].is_none() && columns.centres[2].is_some());
    }
}
