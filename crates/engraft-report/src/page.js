// Comfort only: the page reads without it.
(function () {
  var box = document.getElementById("filter");
  if (box) {
    box.closest("p").hidden = false;
    var rows = Array.prototype.slice.call(document.querySelectorAll("table.results tbody tr"));
    var shown = document.getElementById("filtered");
    box.addEventListener("input", function () {
      var want = box.value.toLowerCase(), count = 0;
      rows.forEach(function (row) {
        var hit = row.textContent.toLowerCase().indexOf(want) >= 0;
        row.hidden = !hit;
        if (hit) count += 1;
      });
      shown.textContent = want ? count + " rows" : "";
    });
    window.addEventListener("hashchange", function () {
      var row = document.getElementById(location.hash.slice(1));
      if (row && row.hidden) { box.value = ""; box.dispatchEvent(new Event("input")); row.scrollIntoView(); }
    });
  }
  var chosen = null;
  document.addEventListener("click", function (event) {
    var mark = event.target.closest("[data-subject]");
    if (event.target.closest("a, summary, details")) return;
    var subject = mark ? mark.getAttribute("data-subject") : null;
    chosen = subject === chosen ? null : subject;
    document.body.classList.toggle("fig-focus", chosen !== null);
    document.querySelectorAll("[data-subject]").forEach(function (element) {
      element.classList.toggle("fig-on", chosen !== null && element.getAttribute("data-subject") === chosen);
    });
  });
  document.addEventListener("toggle", function (event) {
    if (!event.target.matches || !event.target.matches("details.why") || !event.target.open) return;
    document.querySelectorAll("details.why[open]").forEach(function (other) { if (other !== event.target) other.open = false; });
  }, true);
})();
