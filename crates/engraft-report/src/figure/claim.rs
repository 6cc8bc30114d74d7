//! A paired change with its interval at every correlation of before and after, and the correlations that a printed p allows.

use super::axis::{Key, Plot, ValueAxis, draw_caption, draw_keys, draw_sideways, draw_upright, tick_room};
use super::frame::{Figure, Frame, sheet_width};
use super::mark::{Tip, polygon, tipped};
use super::scale::{Scale, ScaleKind};
use super::svg::{Anchor, Svg};
use super::text::{SMALL, fit};

/// Height of the plot.
const HEIGHT: f64 = 190.0;

/// The interval as a function of the correlation, under one reading.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClaimBand {
    /// Words for the legend.
    pub words: String,
    /// Full line, for a standard deviation; broken otherwise.
    pub full: bool,
    /// Correlation, lower and upper end.
    pub points: Vec<(f64, f64, f64)>,
    /// Correlations under which the printed p is possible.
    pub possible: Option<(f64, f64)>,
    /// Tooltip and link.
    pub tip: Tip,
}

/// A printed paired claim.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClaimCurve {
    /// Title, description, watermark.
    pub frame: Frame,
    /// Scale of the change.
    pub axis: ValueAxis,
    /// The change of the means.
    pub change: f64,
    /// One band a reading.
    pub bands: Vec<ClaimBand>,
}

impl Figure for ClaimCurve {
    fn render_at(&self, width: f64) -> String {
        let sheet = sheet_width(width);
        let points = self.bands.iter().flat_map(|b| &b.points);
        let values: Vec<f64> = points.flat_map(|(_, low, high)| [*low, *high]).chain([self.change, 0.0]).collect();
        let y = Scale::fit(ScaleKind::Linear, &values, None);
        let mut svg = Svg::default();
        let top = draw_caption(&mut svg, &self.axis.caption(true), sheet);
        let top = draw_keys(&mut svg, &self.keys(), top - 4.0, sheet) + 6.0;
        let plot = Plot { left: tick_room(&y, 5), right: sheet - 10.0, top, bottom: top + HEIGHT };
        let y = y.over(plot.bottom, plot.top);
        let x = Scale::tight(ScaleKind::Linear, &[-1.0, 1.0], None).over(plot.left, plot.right);
        draw_upright(&mut svg, &y, &plot, 5);
        for band in &self.bands {
            draw_band(&mut svg, &x, &y, band);
        }
        let level = |svg: &mut Svg, class, value| {
            if let Some(at) = y.at(value) {
                svg.line(class, (plot.left, at), (plot.right, at));
            }
        };
        level(&mut svg, "fig-zero", 0.0);
        level(&mut svg, "fig-threshold", self.change);
        let allowed = plot.bottom + 6.0;
        for (i, band) in self.bands.iter().enumerate() {
            draw_possible(&mut svg, &x, band, allowed + 7.0 * i as f64);
        }
        let below = Plot { bottom: allowed + 7.0 * self.bands.len() as f64, ..plot };
        draw_sideways(&mut svg, &x, &below, 5);
        let words = fit("correlation of before and after within subjects", sheet - 8.0, SMALL);
        svg.text("fig-s", ((plot.left + plot.right) / 2.0, below.bottom + 34.0), Anchor::Middle, &words);
        self.frame.wrap("fig", (sheet, below.bottom + 42.0), svg)
    }
}

impl ClaimCurve {
    fn keys(&self) -> Vec<Key<'_>> {
        let key = |band: &'_ ClaimBand| {
            let class = if band.full { "fig-as-sd" } else { "fig-as-sem" };
            Key {
                glyph: Box::new(move |svg: &mut Svg, at: (f64, f64)| {
                    svg.line(class, (at.0 - 7.0, at.1), (at.0 + 7.0, at.1));
                }),
                words: band.words.clone(),
            }
        };
        self.bands.iter().map(key).collect()
    }
}

fn draw_band(svg: &mut Svg, x: &Scale, y: &Scale, band: &ClaimBand) {
    let place = |r: f64, v: f64| Some((x.at(r)?, y.at(v)?));
    let low: Vec<(f64, f64)> = band.points.iter().filter_map(|(r, low, _)| place(*r, *low)).collect();
    let high: Vec<(f64, f64)> = band.points.iter().filter_map(|(r, _, high)| place(*r, *high)).collect();
    let class = if band.full { "fig-as-sd" } else { "fig-as-sem" };
    tipped(svg, &band.tip, "", |svg| {
        if band.full {
            let outline: Vec<(f64, f64)> = low.iter().chain(high.iter().rev()).copied().collect();
            polygon(svg, "fig-area", &outline);
        }
        svg.polyline(class, &low);
        svg.polyline(class, &high);
    });
}

/// The correlations that the printed p allows, as a bar along the axis.
fn draw_possible(svg: &mut Svg, x: &Scale, band: &ClaimBand, y: f64) {
    let Some((low, high)) = band.possible.and_then(|(low, high)| Some((x.at(low)?, x.at(high)?))) else { return };
    svg.line(if band.full { "fig-allowed" } else { "fig-allowed fig-broken" }, (low, y), (high, y));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_a_reading_and_a_bar_where_the_p_is_possible() {
        let band = |full, possible| ClaimBand {
            words: "r".into(),
            full,
            points: vec![(-1.0, -33.0, 1.0), (0.0, -29.0, -3.0), (1.0, -23.0, -8.0)],
            possible,
            tip: Tip::new("t"),
        };
        let figure = ClaimCurve {
            axis: ValueAxis::new("change"),
            change: -16.0,
            bands: vec![band(true, Some((-0.58, 1.0))), band(false, None)],
            ..ClaimCurve::default()
        };
        let svg = figure.render();
        assert_eq!((svg.matches("\"fig-area\"").count(), svg.matches("\"fig-allowed").count()), (1, 1));
        assert!(svg.contains("correlation of before and after") && ClaimCurve::default().render().contains("</svg>"));
    }
}
