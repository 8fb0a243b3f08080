// Puts the live chart in the place of the drawing. No eval (ast), no inline style sheet.
(function () {
  "use strict";
  var place = document.getElementById("bieu-do");
  if (!place || !window.vegaEmbed || !window.fetch) { return; }
  fetch(place.dataset.spec, {credentials: "same-origin"})
    .then(function (answer) { if (!answer.ok) { throw new Error(String(answer.status)); } return answer.json(); })
    .then(function (made) {
      var size = window.matchMedia("(min-width:48rem)").matches ? "desk" : "phone";
      var fresh = document.createElement("div");
      fresh.className = "drawing";
      fresh.setAttribute("role", "img");
      fresh.setAttribute("aria-label", made.said);
      return window.vegaEmbed(fresh, made.specs[size], {
        ast: true, actions: false, defaultStyle: false, renderer: "svg",
        tooltip: {disableDefaultStyle: true}, formatLocale: made.locale
      }).then(function () {
        // What it shows is said once, above: its marks have no names of their own.
        fresh.querySelectorAll("svg, svg *").forEach(function (one) {
          ["role", "aria-roledescription", "aria-label"].forEach(function (name) { one.removeAttribute(name); });
        });
        place.replaceChildren(fresh);
        place.dataset.live = "yes";
      });
    })
    .catch(function () { place.dataset.live = "no"; });
})();
