//! The style sheet of the figures.

/// CSS for all figures: put it once into the page, or let [`super::standalone`] put it into a single SVG file.
///
/// Colours are variables; a page may set `--fig-paper` to its own background. Dark colours hold on screens only,
/// so that print is always dark on light. Arms are Okabe-Ito colours, with yellow darkened and black as grey.
/// A page script highlights one subject by the class `fig-on` on the elements with its `data-subject`,
/// and `fig-focus` on the figure, which pales everything else that belongs to a subject.
pub const STYLE: &str = r##":root{--fig-paper:#fff;--fig-ink:#1b1e21;--fig-muted:#5b6268;--fig-grid:#e4e7e9;--fig-subject:#9aa1a7;
--fig-soft:#d3d8dc;--fig-accent:#0b5fa5;--fig-mark:#eff1f2;
--fig-arm-0:#0072b2;--fig-arm-1:#d55e00;--fig-arm-2:#009e73;--fig-arm-3:#b8578a;--fig-arm-4:#c98a00;--fig-arm-5:#3a9bd4;
--fig-arm-6:#4d4d4d;--fig-arm-7:#9c8f00}
@media screen and (prefers-color-scheme:dark){:root{--fig-paper:#14171a;--fig-ink:#e8eaec;--fig-muted:#a3abb2;--fig-grid:#2b3036;
--fig-subject:#7b848c;--fig-soft:#434b52;--fig-accent:#7cc0f5;--fig-mark:#1f2429;
--fig-arm-0:#56a9e0;--fig-arm-1:#f2884b;--fig-arm-2:#35c79d;--fig-arm-3:#e39ac2;--fig-arm-4:#eeb33b;--fig-arm-5:#95d0f5;
--fig-arm-6:#bfc5ca;--fig-arm-7:#e8dd55}}
.fig{display:block;width:100%;height:auto;color:var(--fig-ink);font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
font-variant-numeric:tabular-nums lining-nums;overflow:visible}
.fig text{fill:var(--fig-ink);stroke:none;font-size:13px}
.fig .fig-s{font-size:12px;fill:var(--fig-muted)}
.fig .fig-tiny{font-size:11px;fill:var(--fig-muted)}
.fig .fig-n{font-size:12px;fill:var(--fig-ink)}
.fig .fig-b{font-weight:600}
.fig .fig-head{font-size:12px;font-weight:600;fill:var(--fig-ink)}
.fig .fig-halo{paint-order:stroke;stroke:var(--fig-paper);stroke-width:3.5px;stroke-linejoin:round}
.fig .fig-arm-text{fill:var(--fig-c,var(--fig-ink));font-weight:600}
.fig .fig-named-text{fill:var(--fig-c,var(--fig-accent));font-weight:600}
.fig .fig-watermark{fill:var(--fig-mark);font-weight:700;letter-spacing:.06em}
.fig-grid{stroke:var(--fig-grid);stroke-width:1;fill:none}
.fig-axis{stroke:var(--fig-muted);stroke-width:1;fill:none}
.fig-zero{stroke:var(--fig-ink);stroke-width:1;fill:none}
.fig-lead{stroke:var(--fig-subject);stroke-width:.6;opacity:.7;fill:none}
.fig-threshold{stroke:var(--fig-ink);stroke-width:1;stroke-dasharray:6 3;fill:none}
.fig-margin{stroke:var(--fig-accent);stroke-width:1.2;stroke-dasharray:3 3;fill:none}
.fig-band{stroke:var(--fig-soft);stroke-width:1;stroke-dasharray:1 3;fill:none}
.fig-as-sd{stroke:var(--fig-ink);stroke-width:1.9;fill:none}
.fig-as-sem{stroke:var(--fig-muted);stroke-width:1.9;stroke-dasharray:4 3;fill:none}
.fig-solid{fill:var(--fig-ink);stroke:none}
.fig-hollow{fill:var(--fig-paper);stroke:var(--fig-muted);stroke-width:1.7}
.fig-area{fill:var(--fig-soft);opacity:.5;stroke:none}
.fig-allowed{stroke:var(--fig-ink);stroke-width:4.5;fill:none}
.fig-broken{stroke:var(--fig-muted);stroke-dasharray:5 3}
.fig-event{fill:var(--fig-ink);stroke:none}
.fig-line{stroke:var(--fig-c,var(--fig-subject));stroke-width:1.1;fill:none;stroke-linejoin:round;opacity:.75}
.fig-missing{stroke:var(--fig-c,var(--fig-subject));stroke-width:.8;stroke-dasharray:1.5 3;fill:none;opacity:.75}
.fig-dot{fill:var(--fig-c,var(--fig-subject));stroke:none;opacity:.85}
.fig-censored{fill:var(--fig-paper);stroke:var(--fig-c,var(--fig-muted));stroke-width:1.2}
.fig-bounds{stroke:var(--fig-c,var(--fig-muted));stroke-width:1.4;fill:none}
.fig-arms .fig-line,.fig-arms .fig-missing,.fig-arms .fig-dot{opacity:.42}
.fig-named{--fig-c:var(--fig-accent)}
.fig-named .fig-line,.fig-arms .fig-named .fig-line{stroke-width:1.8;opacity:1}
.fig-named .fig-dot,.fig-named .fig-missing,.fig-arms .fig-named .fig-dot{opacity:1}
.fig-mean{stroke:var(--fig-c,var(--fig-ink));stroke-width:2.4;fill:none;stroke-linejoin:round}
.fig-mean-missing{stroke:var(--fig-c,var(--fig-ink));stroke-width:1.2;stroke-dasharray:2 4;fill:none}
.fig-interval{stroke:var(--fig-c,var(--fig-ink));stroke-width:1.6;fill:none}
.fig-full{fill:var(--fig-c,var(--fig-ink));stroke:var(--fig-paper);stroke-width:1}
.fig-open{fill:var(--fig-paper);stroke:var(--fig-c,var(--fig-ink));stroke-width:1.8}
.fig-state-full{fill:var(--fig-accent);stroke:var(--fig-accent);stroke-width:1.3}
.fig-state-open{fill:var(--fig-paper);stroke:var(--fig-accent);stroke-width:1.3}
.fig-state-none{fill:none;stroke:var(--fig-muted);stroke-width:1.6}
.fig-state-dot{fill:var(--fig-muted);stroke:none}
.fig-bar-met{fill:var(--fig-accent);stroke:var(--fig-accent);stroke-width:1}
.fig-bar-not-met{fill:var(--fig-soft);stroke:var(--fig-muted);stroke-width:1}
.fig-bar-undetermined{fill:var(--fig-paper);stroke:var(--fig-accent);stroke-width:1}
.fig-bar-not-evaluable,.fig-bar-no-data{fill:var(--fig-paper);stroke:var(--fig-muted);stroke-width:1;stroke-dasharray:2 2}
.fig-stripe{stroke:var(--fig-accent);stroke-width:1}
.fig-lane{fill:var(--fig-c,var(--fig-subject));opacity:.45;stroke:none}
.fig-arrow{fill:none;stroke:var(--fig-c,var(--fig-subject));stroke-width:1.6}
.fig-stroke{fill:none;stroke:var(--fig-ink);stroke-width:1.8}
.fig-step{fill:none;stroke:var(--fig-c,var(--fig-ink));stroke-width:2;stroke-linejoin:miter}
.fig-a1 .fig-step,.fig-a3 .fig-step{stroke-dasharray:9 2}
.fig-beside{fill:none;stroke:var(--fig-c,var(--fig-muted));stroke-width:1.3;stroke-dasharray:2 3}
.fig-tick{fill:none;stroke:var(--fig-c,var(--fig-ink));stroke-width:1.4}
.fig-curve-band{fill:var(--fig-c,var(--fig-subject));opacity:.13;stroke:none}
.fig-curve-edge{fill:none;stroke:var(--fig-c,var(--fig-subject));stroke-width:.7;opacity:.6}
.fig-dose{fill:none;stroke:var(--fig-c,var(--fig-ink));stroke-width:1.5}
.fig-inverse{fill:none;stroke:var(--fig-paper);stroke-width:1.6}
.fig-box{fill:none;stroke:var(--fig-muted);stroke-width:1}
.fig-box-side{fill:none;stroke:var(--fig-soft);stroke-width:1}
.fig-blank{fill:none;stroke:none;pointer-events:all}
.fig-a0{--fig-c:var(--fig-arm-0)}.fig-a1{--fig-c:var(--fig-arm-1)}.fig-a2{--fig-c:var(--fig-arm-2)}.fig-a3{--fig-c:var(--fig-arm-3)}
.fig-a4{--fig-c:var(--fig-arm-4)}.fig-a5{--fig-c:var(--fig-arm-5)}.fig-a6{--fig-c:var(--fig-arm-6)}.fig-a7{--fig-c:var(--fig-arm-7)}
.fig a:focus-visible{outline:2px solid var(--fig-accent)}
.fig .fig-series:hover .fig-line,.fig .fig-on .fig-line{stroke-width:2.4;opacity:1}
.fig .fig-series:hover .fig-dot,.fig .fig-on .fig-dot{opacity:1}
.fig-focus [data-subject]:not(.fig-on,.fig-on *,[data-subject] *){opacity:.2}
.fig-mini{max-width:220px}
.fig-state{width:.85em;height:.85em;vertical-align:-.06em;overflow:visible}
.fig-for-narrow{display:none}
@media screen and (max-width:560px){.fig-for-narrow{display:block}.fig-for-wide{display:none}}
@media print{.fig{break-inside:avoid}}
"##;

/// The class that carries an arm's colour; arms beyond the eighth begin again.
pub(super) fn arm_class(arm: Option<usize>) -> String {
    arm.map_or(String::new(), |arm| format!(" fig-a{}", arm % 8))
}

#[cfg(test)]
mod tests {
    use super::STYLE;

    #[test]
    fn the_style_can_stand_inside_an_svg_without_escaping() {
        assert!(!STYLE.contains('<') && !STYLE.contains('&'));
        assert_eq!(STYLE.matches('{').count(), STYLE.matches('}').count());
    }

    #[test]
    fn every_arm_has_a_colour_in_light_and_dark() {
        for arm in 0..8 {
            assert_eq!(STYLE.matches(&format!("--fig-arm-{arm}:")).count(), 2);
        }
    }
}
